package dev.sluice.generate;

import static dev.sluice.generate.ByteText.utf8;

/** Elements of pages that are not revisions, as extensions and old dumps have them. */
final class PageExtras {
  private static final byte[] THREAD =
      utf8("    <DiscussionThreading>\n      <ThreadSubject>Re: &quot;");
  private static final byte[] THREAD_PAGE = utf8("&quot;</ThreadSubject>\n      <ThreadPage>");
  private static final byte[] THREAD_ID = utf8("</ThreadPage>\n      <ThreadID>");
  private static final byte[] THREAD_END =
      utf8(
          """
          </ThreadID>
                <ThreadAuthor>O'Brien</ThreadAuthor>
                <ThreadEditStatus>never-edited</ThreadEditStatus>
                <ThreadType>normal</ThreadType>
              </DiscussionThreading>
          """);

  private static final byte[] INDENT = utf8("      ");
  private static final byte[] UPLOAD = utf8("    <upload>\n");
  private static final byte[] UPLOAD_FILE = utf8("      <filename>Picture_");
  private static final byte[] UPLOAD_SRC =
      utf8(".jpg</filename>\n      <src>https://upload.example/a/ab/Picture_");
  private static final byte[] UPLOAD_SIZE = utf8(".jpg</src>\n      <size>");
  private static final byte[] UPLOAD_SHA1 = utf8("</size>\n      <sha1base36>");
  private static final byte[] UPLOAD_END =
      utf8("</sha1base36>\n      <rel>a/ab/Picture.jpg</rel>\n    </upload>\n");

  private PageExtras() {}

  /** Appends what LiquidThreads writes, which the schema calls by another name. */
  static void thread(ByteText out, SplitMix random, long pageId, ByteText title) {
    out.put(THREAD);
    Vocabulary.words(out, random, Vocabulary.script(random), 3);
    out.put(THREAD_PAGE).put(title).put(THREAD_ID).number(pageId).put(THREAD_END);
  }

  /** Appends an upload: children of a revision's names, but no revision. */
  static void upload(ByteText out, SplitMix random, long pageId) {
    out.put(UPLOAD);
    Timestamps.timestamp(out, Timestamps.any(random), INDENT);
    Contributors.contributor(out, random, INDENT);
    Comments.comment(out, random, INDENT);
    out.put(UPLOAD_FILE).number(pageId).put(UPLOAD_SRC).number(pageId).put(UPLOAD_SIZE);
    out.number(1 + random.below(9_000_000)).put(UPLOAD_SHA1).put(Sha1.any(random)).put(UPLOAD_END);
  }
}
