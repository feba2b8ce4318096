package dev.sluice.sort;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names on the way to a sort order's fields: a tree of them. */
final class FieldNames {
  /** Leads nowhere. */
  static final FieldNames NONE = new FieldNames();

  private byte[][] names = new byte[0][];
  private FieldNames[] children = new FieldNames[0];
  private int field = -1;

  /** The tree for the fields of an order. */
  static FieldNames of(SortOrder order) {
    FieldNames root = new FieldNames();
    for (int i = 0; i < order.fields().size(); i++) {
      FieldNames node = root;
      for (String name : order.fields().get(i).path().split("\\.", -1)) {
        node = node.make(name);
      }
      node.field = i;
    }
    return root;
  }

  /** Which field ends here, from 0; -1 if none does. */
  int field() {
    return field;
  }

  /** Whether names of an object there lead to fields. */
  boolean leadOn() {
    return names.length > 0;
  }

  /** Forgets the values of all fields that this leads to. */
  void clear(KeyBytes[] fields) {
    if (field >= 0) {
      fields[field].clear();
    }
    for (FieldNames child : children) {
      child.clear(fields);
    }
  }

  /** Where a name leads. */
  FieldNames find(@Nullable String name) {
    if (names.length == 0 || name == null) {
      return NONE;
    }
    byte[] bytes = name.getBytes(UTF_8);
    return find(bytes, 0, bytes.length);
  }

  /** Where the name that these bytes are, in UTF-8, leads. */
  FieldNames find(byte[] bytes, int from, int to) {
    for (int i = 0; i < names.length; i++) {
      byte[] name = names[i];
      if (name.length == to - from && Arrays.equals(name, 0, name.length, bytes, from, to)) {
        return children[i];
      }
    }
    return NONE;
  }

  private FieldNames make(String name) {
    FieldNames there = find(name);
    if (there != NONE) {
      return there;
    }
    FieldNames child = new FieldNames();
    names = Arrays.copyOf(names, names.length + 1);
    names[names.length - 1] = name.getBytes(UTF_8);
    children = Arrays.copyOf(children, children.length + 1);
    children[children.length - 1] = child;
    return child;
  }
}
