package dev.sluice.storage;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.io.file.PathUtils;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * A real S3 server on this machine that checks signatures, with a bucket: for the tests of a class
 * that registers it, or until it is closed. Its credentials are those of this process's default
 * chain.
 */
public final class S3Server implements AfterAllCallback, AutoCloseable {
  public static final String BUCKET = "dumps";
  static final String KEY_ID = "test-key-id";
  static final String SECRET = "test-secret";

  private final S3Proxy proxy;
  private final Path folder;

  private S3Server(S3Proxy proxy, Path folder) {
    this.proxy = proxy;
    this.folder = folder;
  }

  static S3Server start() {
    try {
      return start(Files.createTempDirectory("s3"));
    } catch (Exception e) {
      throw new IllegalStateException("Cannot start an S3 server", e);
    }
  }

  /** Starts one that has its objects in a folder, a folder for each bucket. */
  public static S3Server start(Path folder) throws Exception {
    System.setProperty("aws.accessKeyId", KEY_ID);
    System.setProperty("aws.secretAccessKey", SECRET);
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(
                new OneAtATime(
                    new FilesystemNio2BlobStore(Files.createDirectories(folder).toString())))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY_ID, SECRET)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .stopTimeout(0)
            .build();
    proxy.start();
    S3Server server = new S3Server(proxy, folder);
    server.client().createBucket(request -> request.bucket(BUCKET));
    return server;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  /** What a process needs in its environment. */
  public static Map<String, String> credentials() {
    return Map.of("AWS_ACCESS_KEY_ID", KEY_ID, "AWS_SECRET_ACCESS_KEY", SECRET);
  }

  S3Settings settings() {
    return settings(endpoint());
  }

  static S3Settings settings(URI endpoint) {
    return new S3Settings(null, endpoint, true);
  }

  S3Client client() {
    return S3Clients.of(settings(), 3);
  }

  /** Unfinished uploads in the bucket. */
  int uploads() throws Exception {
    return S3Listing.of(client()).uploads(new S3Place(BUCKET, "")).size();
  }

  /** S3's conditional writes are atomic; those of s3proxy on a folder look and then write. */
  private static final class OneAtATime extends ForwardingBlobStore {
    OneAtATime(BlobStore store) {
      super(store);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
      if (request.ifMatch() == null && request.ifNoneMatch() == null) {
        return super.putBlob(request, content);
      }
      synchronized (this) {
        if (request.ifMatch() != null
            && !blobMetadata(
                    HeadObjectRequest.builder().bucket(request.bucket()).key(request.key()).build())
                .eTag()
                .replace("\"", "")
                .equals(request.ifMatch().replace("\"", ""))) {
          throw S3Exceptions.fromStatusCode(412);
        }
        return super.putBlob(request, content);
      }
    }
  }

  @Override
  public void close() throws Exception {
    proxy.stop();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    close();
    PathUtils.deleteDirectory(folder);
  }
}
