package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/** The CloudFormation template, as YAML has it: maps, lists and texts. */
final class DeploymentTemplate {
  static final Path FILE = Path.of("..", "deploy", "sluice.yaml");

  private DeploymentTemplate() {}

  static Map<?, ?> read() throws IOException {
    try (Reader in = Files.newBufferedReader(FILE)) {
      return new Yaml().load(in);
    }
  }

  /** What stands at the end of a path of keys, each of which has to be there. */
  static Object at(Object node, String... keys) {
    Object value = node;
    for (String key : keys) {
      value = ((Map<?, ?>) value).get(key);
      assertThat(value).as(key).isNotNull();
    }
    return value;
  }

  /** A map's keys. */
  static Set<String> names(Object node) {
    return texts(((Map<?, ?>) node).keySet());
  }

  /** The statements of the role that workers have. */
  static Object statementsOfWorkers(Map<?, ?> template) {
    List<?> policies = (List<?>) at(template, "Resources", "TaskRole", "Properties", "Policies");
    return at(policies.get(0), "PolicyDocument", "Statement");
  }

  /** All actions that are named anywhere in it. */
  static Set<String> actions(Object node) {
    Set<String> found = new TreeSet<>();
    if (node instanceof List<?> list) {
      list.forEach(one -> found.addAll(actions(one)));
    } else if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> found.addAll(key.equals("Action") ? named(value) : actions(value)));
    }
    return found;
  }

  private static Set<String> named(Object action) {
    return action instanceof List<?> all ? texts(all) : Set.of(String.valueOf(action));
  }

  private static Set<String> texts(Collection<?> values) {
    Set<String> texts = new TreeSet<>();
    values.forEach(value -> texts.add(String.valueOf(value)));
    return texts;
  }
}
