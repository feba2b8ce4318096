package dev.sluice.fetch.slots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dump.Mirror;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MirrorAliasesTest {
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "ftp.example", List.of("192.0.2.1", "2001:db8::1"),
          "www.example", List.of("2001:db8::1", "192.0.2.1"),
          "some.example", List.of("192.0.2.1"),
          "other.example", List.of("192.0.2.7"));

  private final List<String> asked = new ArrayList<>();

  private Set<InetAddress> resolve(String name) throws IOException {
    asked.add(name);
    if (!NAMES.containsKey(name)) {
      throw new UnknownHostException(name);
    }
    Set<InetAddress> addresses = new HashSet<>();
    for (String address : NAMES.get(name)) {
      addresses.add(InetAddress.getByName(address));
    }
    return addresses;
  }

  private List<Mirror> joined(String... roots) {
    List<Mirror> mirrors = new ArrayList<>();
    for (String root : roots) {
      mirrors.add(new Mirror(URI.create(root), 2 + mirrors.size()));
    }
    return MirrorAliases.joined(mirrors, this::resolve);
  }

  private static List<String> hosts(List<Mirror> mirrors) {
    return mirrors.stream().map(MirrorHost::of).toList();
  }

  @Test
  void namesWithTheVerySameAddressesAreOneHost() {
    List<Mirror> mirrors =
        joined("ftp://ftp.example/", "https://other.example/", "https://www.example/x/");
    assertThat(hosts(mirrors)).containsExactly("ftp.example", "other.example", "ftp.example");
    assertThat(mirrors.stream().map(Mirror::connections)).containsExactly(2, 3, 2);
    assertThat(mirrors.get(2).name()).isEqualTo("www.example");
  }

  @Test
  void theirSlotsAreShared() throws Exception {
    List<Mirror> mirrors = joined("ftp://ftp.example/", "https://www.example/");
    SlotDesk desk = new SlotDesk();
    desk.take(FakeLeaseWorld.preferring(mirrors.subList(1, 2)));
    desk.take(FakeLeaseWorld.preferring(mirrors.subList(0, 1)));
    Wish third = desk.wish(FakeLeaseWorld.preferring(mirrors));
    assertThat(third.granted()).isNull();
  }

  @Test
  void namesWithOnlySomeAddressesInCommonAreNot() {
    List<String> roots = List.of("ftp://ftp.example/", "ftp://some.example/");
    assertThat(hosts(joined(roots.toArray(String[]::new))))
        .containsExactly("ftp.example", "some.example");
  }

  @Test
  void anotherPortIsAnotherServer() {
    assertThat(hosts(joined("ftp://ftp.example/", "ftp://www.example:2121/")))
        .containsExactly("ftp.example", "www.example:2121");
    assertThat(hosts(joined("ftp://ftp.example:2121/", "http://www.example:2121/")))
        .containsExactly("ftp.example:2121", "ftp.example:2121");
  }

  @Test
  void namesThatCannotBeResolvedAndFoldersStayApart() {
    List<Mirror> mirrors = joined("ftp://a.nowhere/", "ftp://b.nowhere/", "file:/x/", "file:/y/");
    assertThat(hosts(mirrors)).containsExactly("a.nowhere", "b.nowhere", "/x/", "/y/");
    assertThat(mirrors).allSatisfy(mirror -> assertThat(mirror.host()).isNull());
  }

  @Test
  void nobodyIsAskedAboutOneNameAlone() {
    assertThat(joined("ftp://ftp.example/", "http://FTP.example/x/")).hasSize(2);
    assertThat(asked).isEmpty();
  }
}
