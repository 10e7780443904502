/// The learning loop on the server: what people say of stems is collected, a model is trained and
/// judged by `isolator learn` in a process of its own, curators listen, and a model that passed
/// takes the place of the one in use in one transaction.
///
/// The database decides which model is in use, on all servers at once ([LearningAliases]). A run is
/// a row whose state is the stage that is under way ([LearningCycle]); whoever takes it over after
/// a server's death goes on at that stage.
@NullMarked
package dev.isolator.server.learning;

import org.jspecify.annotations.NullMarked;
