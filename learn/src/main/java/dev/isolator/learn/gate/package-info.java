/// The gate: two models on songs that were held out, in pairs, and a decision that nobody has to
/// trust.
///
/// ```java
/// GateReport report = new Gate(folder, "anna").judge(run);
/// report.conditions().forEach(System.out::println);
/// ```
@NullMarked
package dev.isolator.learn.gate;

import org.jspecify.annotations.NullMarked;
