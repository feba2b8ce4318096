package dev.sluice.sort;

import java.io.IOException;
import java.net.URI;

/** Where temporary runs go; made once there are any. */
@FunctionalInterface
interface WorkFolder {
  /** The folder, which is in use from now on. */
  URI make() throws IOException;
}
