package dev.isolator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.model.ModelAliases.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelAliasesTest {
  private static final Target SHIPPED = new Target("studio@3", "a".repeat(64), "");
  private static final Target LEARNT = new Target("studio-learnt@1", "b".repeat(64), "r1");

  @TempDir Path folder = Path.of("");

  private ModelAliases promote() throws ModelException {
    return ModelAliases.change(
        folder, "promotion", LEARNT, "anna", aliases -> aliases.promoted(LEARNT, SHIPPED));
  }

  private ModelAliases rollback() throws ModelException {
    return ModelAliases.change(
        folder, "rollback", LEARNT, "anna", aliases -> aliases.rolledBack(LEARNT));
  }

  @Test
  void withoutAFileThereAreNone() throws ModelException {
    var none = ModelAliases.read(folder);
    assertEquals(0, none.revision());
    assertNull(none.of("live"));
    assertNull(none.of("studio"));
  }

  @Test
  void aPromotionAndARollbackCountOnce() throws ModelException {
    ModelAliases.change(
        folder, "candidate", LEARNT, "anna", aliases -> aliases.withCandidate(LEARNT));
    var promoted = promote();
    assertEquals(LEARNT, promoted.of("live"));
    assertEquals(SHIPPED, promoted.of("previous"));
    assertNull(promoted.of("candidate"), "it is in use now");
    assertEquals(promoted, promote());
    assertEquals(2, promoted.revision());
    assertEquals(promoted, ModelAliases.read(folder));

    var back = rollback();
    assertEquals(SHIPPED, back.of("live"));
    assertNull(back.of("previous"));
    assertEquals(back, rollback());
    assertEquals("rollback", java.util.Objects.requireNonNull(back.last()).action());
  }

  @Test
  void aChangeThatChangesNothingWritesNothing() throws IOException {
    var before = promote();
    var written = Files.getLastModifiedTime(folder.resolve(ModelAliases.FILE));
    assertEquals(before, promote());
    assertEquals(written, Files.getLastModifiedTime(folder.resolve(ModelAliases.FILE)));
    assertSame(before.of("live"), before.live());
  }

  @Test
  void whatIsNoFileOfAliasesIsRefused() throws IOException {
    Path file = folder.resolve(ModelAliases.FILE);
    Files.writeString(file, "{\"revision\": 0}");
    var e = assertThrows(ModelException.class, () -> ModelAliases.read(folder));
    assertEquals(
        file
            + ": expected aliases of models in JSON, found none; restore the file, or remove it to use the built-in default",
        e.getMessage());
    Files.writeString(file, "x".repeat(70_000));
    e = assertThrows(ModelException.class, () -> ModelAliases.read(folder));
    assertEquals(
        file
            + ": expected aliases of models in JSON, found more than 65536 bytes; restore the file, or remove it to use the built-in default",
        e.getMessage());
  }

  @Test
  void aNameWithoutItsModelIsRefusedWithTheWayBack() throws ModelException {
    promote();
    var catalogue = ModelCatalogue.open(folder);
    var e = assertThrows(ModelException.class, () -> catalogue.find("live"));
    assertEquals(
        "%s: live stands for studio-learnt@1 of the weights %s, found no such model; add it again, or go back with: isolator learn rollback"
            .formatted(folder.resolve(ModelAliases.FILE), "b".repeat(64)),
        e.getMessage());
  }
}
