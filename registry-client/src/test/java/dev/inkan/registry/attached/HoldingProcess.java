package dev.inkan.registry.attached;

import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.References;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process of its own that has the turn for a tag until it is killed. */
final class HoldingProcess {
  private HoldingProcess() {}

  /** FOLDER REPOSITORY TAG. */
  public static void main(String[] args) throws Exception {
    var tag = new ByTag(References.parseRepository(args[1]), args[2]);
    try (HttpRegistry registry = HttpRegistry.open(HttpRegistryOptions.defaults().withTurns(Path.of(args[0])))) {
      var turn = registry.turn(tag);
      System.out.println("held");
      new CountDownLatch(1).await();
      turn.close();
    }
  }
}
