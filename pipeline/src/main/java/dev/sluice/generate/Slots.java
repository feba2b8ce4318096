package dev.sluice.generate;

import dev.sluice.generate.Titles.Namespace;

/** What a revision has after its comment: origin, model, format, text, content and sha1. */
interface Slots {
  /** How many revisions a page of this dump has. */
  int revisions(SplitMix random);

  /**
   * Appends them.
   *
   * @param page the page's title
   * @param redirect whether the page is a redirect
   * @param room how many bytes of XML are wanted still
   */
  void slots(
      ByteText out,
      SplitMix random,
      long revisionId,
      Namespace namespace,
      ByteText page,
      boolean redirect,
      long room);
}
