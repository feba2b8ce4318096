package dev.sluice.fetch.slots;

import dev.sluice.dump.Mirror;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds mirrors whose names are different ones for one host, by DNS, once at the start of a run:
 * what is found travels in the mirrors themselves, so that all processes count alike.
 *
 * <p>Names are one host if they have the very same addresses, and the same port or each its
 * protocol's own. Names that share only some addresses, or cannot be resolved, are not. Two mirrors
 * behind one load balancer cannot be told from one: they count as one too, which costs speed and
 * offends nobody, and is said.
 */
public final class MirrorAliases {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorAliases.class);

  private MirrorAliases() {}

  /** How a name is resolved. */
  public interface Resolver {
    /** By the JDK, which asks as the system does. */
    Resolver STANDARD = name -> Set.copyOf(List.of(InetAddress.getAllByName(name)));

    /**
     * All addresses of a name.
     *
     * @throws IOException if it has none, or that cannot be told
     */
    Set<InetAddress> addresses(String name) throws IOException;
  }

  /**
   * The same mirrors in the same order; those that are one host each count as the first of them,
   * with the fewest connections that any is given.
   */
  public static List<Mirror> joined(List<Mirror> mirrors, Resolver resolver) {
    Map<String, Set<InetAddress>> addresses = new LinkedHashMap<>();
    mirrors.forEach(mirror -> addresses.putIfAbsent(MirrorHost.of(mirror), Set.of()));
    if (addresses.size() > 1) {
      for (Mirror mirror : mirrors) {
        addresses.put(MirrorHost.of(mirror), addresses(mirror, resolver));
      }
    }
    Map<Object, List<Mirror>> groups = new LinkedHashMap<>();
    for (Mirror mirror : mirrors) {
      String host = MirrorHost.of(mirror);
      Set<InetAddress> known = addresses.getOrDefault(host, Set.of());
      Object key = known.isEmpty() ? host : List.of(known, MirrorHost.port(mirror));
      groups.computeIfAbsent(key, none -> new ArrayList<>()).add(mirror);
    }
    Map<Mirror, Mirror> joined = new LinkedHashMap<>();
    for (List<Mirror> group : groups.values()) {
      Set<String> names = group.stream().map(MirrorHost::of).collect(Collectors.toSet());
      int fewest = group.stream().mapToInt(Mirror::connections).min().orElseThrow();
      String first = MirrorHost.of(group.get(0));
      group.forEach(
          mirror ->
              joined.put(mirror, names.size() == 1 ? mirror : mirror.countedAs(first, fewest)));
      if (names.size() > 1) {
        LOG.warn(
            "{} have the same addresses: they count as one mirror, with {} connections in all",
            group.stream().map(Mirror::name).distinct().collect(Collectors.joining(" and ")),
            fewest);
      }
    }
    return mirrors.stream().map(joined::get).toList();
  }

  private static Set<InetAddress> addresses(Mirror mirror, Resolver resolver) {
    String name = mirror.root().getHost();
    if (name == null) {
      return Set.of();
    }
    try {
      return Set.copyOf(resolver.addresses(name));
    } catch (IOException e) {
      LOG.debug("{} is not resolved", name, e); // Connecting will tell.
      return Set.of();
    }
  }
}
