package dev.isolator.learn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Makes the network that the tests' loops begin with, on request: `./mvnw test -pl learn
/// -Dtest=TinyNetworkTest -Disolator.test.args=-Dnetwork.write=true`. It takes minutes, and is
/// stored so that no test has to.
class TinyNetworkTest {
  @Test
  void theNetworkIsMadeAnew() throws Exception {
    assumeTrue(Boolean.getBoolean("network.write"), "it is stored; made anew on request");
    var folder = Path.of("target/tiny-network"); // a run that was ended goes on from there
    TinyLoop.makeNetwork(folder.toAbsolutePath(), Path.of("src/test/resources/dev/isolator/learn"));
  }
}
