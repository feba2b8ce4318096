package dev.sluice.generate;

import dev.sluice.generate.Titles.Namespace;

/** What a revision has after its comment: origin, model, format, text, content and sha1. */
interface Slots {
  /** How many revisions a page of this dump has. */
  int revisions(SplitMix random);

  /**
   * Appends them.
   *
   * @param room how many bytes of XML are wanted still
   */
  void slots(ByteText out, SplitMix random, Page page, long revisionId, long room);

  /**
   * The page that a revision is of.
   *
   * @param namespace its namespace
   * @param title its title, or where it redirects to
   * @param redirect whether it is a redirect
   */
  record Page(Namespace namespace, ByteText title, boolean redirect) {}
}
