package dev.isolator.server;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// An S3 server in this JVM, which keeps its objects in memory and checks signatures, with one
/// bucket.
public final class S3Server implements AutoCloseable {
  /// The bucket's name.
  public static final String BUCKET = "songs";

  private static final String USER = "test-user";
  private static final String PASSWORD = "test-password";

  private final S3Proxy server;

  /// Asks it, as a user who looks at what is in the bucket.
  private final S3Client client;

  public S3Server() throws Exception {
    server =
        S3Proxy.builder()
            .blobStore(BlobStores.create("transient", new Properties()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, USER, PASSWORD)
            .build();
    server.start();
    client =
        S3Client.builder()
            .endpointOverride(address())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(USER, PASSWORD)))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    client.createBucket(request -> request.bucket(BUCKET));
  }

  /// Where it listens.
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /// What AWS's clients find credentials by, in the environment.
  public static Map<String, String> environment() {
    return Map.of("AWS_ACCESS_KEY_ID", USER, "AWS_SECRET_ACCESS_KEY", PASSWORD);
  }

  /// The same as system properties of this JVM.
  public static void useHere() {
    System.setProperty("aws.accessKeyId", USER);
    System.setProperty("aws.secretAccessKey", PASSWORD);
  }

  /// Settings of a server that keeps songs in it.
  public Map<String, String> settings() {
    return Map.of(
        "storage", "s3://" + BUCKET + "/isolator", "storage.endpoint", address().toString());
  }

  /// Names of all objects, in order.
  public List<String> objects() {
    return client.listObjectsV2Paginator(request -> request.bucket(BUCKET)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  @Override
  public void close() {
    client.close();
    try {
      server.stop();
    } catch (Exception e) { // that is what it declares
      throw new IllegalStateException("the S3 server did not stop", e);
    }
  }
}
