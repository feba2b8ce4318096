package dev.sluice.pipeline;

import java.util.Locale;
import org.jline.nativ.CLibrary;

/** What standard error is connected to. */
final class StandardError {
  private static final int DESCRIPTOR = 2;
  private static final int DEFAULT_WIDTH = 80;
  private static final int DEFAULT_HEIGHT = 24;

  private StandardError() {}

  /**
   * Whether it is a terminal that understands cursor movements. Windows consoles are taken for
   * none: they get plain lines.
   */
  static boolean isTerminal() {
    String term = System.getenv("TERM");
    if (term == null || term.equals("dumb") || onWindows()) {
      return false;
    }
    try {
      return CLibrary.isatty(DESCRIPTOR) == 1;
    } catch (UnsatisfiedLinkError | NoClassDefFoundError | IllegalStateException e) {
      return false;
    }
  }

  /** The terminal's width now, in columns. */
  static int width() {
    CLibrary.WinSize size = new CLibrary.WinSize();
    return isKnown(size) && size.ws_col > 0 ? size.ws_col : DEFAULT_WIDTH;
  }

  /** The terminal's height now, in lines. */
  static int height() {
    CLibrary.WinSize size = new CLibrary.WinSize();
    return isKnown(size) && size.ws_row > 0 ? size.ws_row : DEFAULT_HEIGHT;
  }

  private static boolean isKnown(CLibrary.WinSize size) {
    return CLibrary.ioctl(DESCRIPTOR, CLibrary.TIOCGWINSZ, size) == 0;
  }

  private static boolean onWindows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
