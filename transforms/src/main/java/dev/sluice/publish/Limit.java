package dev.sluice.publish;

/** What can hold a run back. */
enum Limit {
  /** Files wait for a connection, while those that have one wait for bytes. */
  SLOTS("the mirrors' connections", "waiting for a slot"),
  /** What is sent comes slowly, and nothing waits for a connection. */
  NETWORK("the network", "network"),
  /** The cores are busy. */
  CPU("the CPU", "CPU"),
  /** Files in storage are waited for: a disk, or S3. */
  STORAGE("storage", "storage"),
  /** None of these: starting, listing, publishing, or waits that are not measured. */
  OTHER("nothing that is measured", "other");

  private final String words;
  private final String label;

  Limit(String words, String label) {
    this.words = words;
    this.label = label;
  }

  /** As the subject of a sentence. */
  String words() {
    return words;
  }

  /** As what an execution spends its time on. */
  String label() {
    return label;
  }
}
