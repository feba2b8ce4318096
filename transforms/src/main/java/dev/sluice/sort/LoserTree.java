package dev.sluice.sort;

import java.util.Comparator;
import java.util.List;

/**
 * Finds the least of several items again and again after the least one has changed, with one
 * comparison a level (Knuth, TAOCP 3, 5.4.1: a tree of losers). The comparator must tell any two
 * items apart.
 */
final class LoserTree<T> {
  private final List<T> items;
  private final Comparator<? super T> order;

  /** At 0 the winner; at an inner node the loser of the match played there. */
  private final int[] nodes;

  /** Builds the tree of at least one item. */
  LoserTree(List<T> items, Comparator<? super T> order) {
    this.items = List.copyOf(items);
    this.order = order;
    this.nodes = new int[items.size()];
    nodes[0] = play(1);
  }

  T winner() {
    return items.get(nodes[0]);
  }

  /** Tells that the winner changed. */
  void replay() {
    int winner = nodes[0];
    for (int node = (winner + nodes.length) / 2; node > 0; node /= 2) {
      if (before(nodes[node], winner)) {
        int loser = winner;
        winner = nodes[node];
        nodes[node] = loser;
      }
    }
    nodes[0] = winner;
  }

  private int play(int node) {
    if (node >= nodes.length) {
      return node - nodes.length;
    }
    int left = play(2 * node);
    int right = play(2 * node + 1);
    boolean leftWins = before(left, right);
    nodes[node] = leftWins ? right : left;
    return leftWins ? left : right;
  }

  private boolean before(int a, int b) {
    return order.compare(items.get(a), items.get(b)) < 0;
  }
}
