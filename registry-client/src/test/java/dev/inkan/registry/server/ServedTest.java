package dev.inkan.registry.server;

import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.server.RegistryServer.Options;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server of a registry in memory, and a way to speak to it; what a test asks of them is its own matter. */
abstract class ServedTest {
  final MemoryRegistry content = new MemoryRegistry();
  private final String path;
  RegistryServer server;
  Wire wire;
  Repository app;

  /** The repository {@link #app} has that path. */
  ServedTest(String path) {
    this.path = path;
  }

  /** How it is served to begin with. */
  Options options() {
    return Options.serving(content);
  }

  @BeforeEach
  void start() throws IOException {
    serve(options());
  }

  private void serve(Options options) throws IOException {
    server = RegistryServer.start(options);
    wire = new Wire(server.uri());
    app = new Repository(server.host(), path);
  }

  void restart(Options options) throws IOException {
    stop();
    serve(options);
  }

  @AfterEach
  void stop() throws IOException {
    wire.close();
    server.close();
  }
}
