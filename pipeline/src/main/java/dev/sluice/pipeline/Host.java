package dev.sluice.pipeline;

import dev.sluice.storage.S3Settings;
import dev.sluice.storage.S3Storage;
import dev.sluice.storage.Storage;
import dev.sluice.storage.StorageByScheme;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * What a command has around it.
 *
 * @param storage where files are
 * @param out its result, which may be data for another program; reports what cannot be written
 * @param err everything that is for the person in front of it
 */
record Host(Storage storage, OutputStream out, PrintStream err) {
  /** The same, which reaches that S3 as well. */
  Host with(S3Settings s3) {
    return new Host(new StorageByScheme(storage, new S3Storage(s3)), out, err);
  }
}
