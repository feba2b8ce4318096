package dev.sluice.step;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The components of records, down to values that are taken as a whole: {@code file.name}, and
 * {@code runs[].name} of the first in a list of records.
 */
final class RecordPaths {
  private static final String FIRST = "[]";

  private RecordPaths() {}

  /** All paths of a value, none leading on below those that are named. */
  static Set<String> of(Record value, Set<String> wholes) throws ReflectiveOperationException {
    Set<String> paths = new TreeSet<>();
    collect(value, "", wholes, paths);
    return paths;
  }

  private static void collect(Record value, String prefix, Set<String> wholes, Set<String> paths)
      throws ReflectiveOperationException {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      String path = prefix + component.getName();
      Object part = component.getAccessor().invoke(value);
      if (wholes.contains(path)) {
        paths.add(path);
      } else if (part instanceof Record inner) {
        collect(inner, path + ".", wholes, paths);
      } else if (part instanceof List<?> list && list.get(0) instanceof Record inner) {
        collect(inner, path + FIRST + ".", wholes, paths);
      } else {
        paths.add(path);
      }
    }
  }

  /** The value with what another one has at a path. */
  @SuppressWarnings("unchecked")
  static <T extends Record> T with(T value, String path, T other)
      throws ReflectiveOperationException {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    RecordComponent[] components = value.getClass().getRecordComponents();
    Object[] parts = new Object[components.length];
    for (int i = 0; i < parts.length; i++) {
      Object mine = components[i].getAccessor().invoke(value);
      Object theirs = components[i].getAccessor().invoke(other);
      if (name.equals(components[i].getName() + FIRST)) {
        List<Object> list = new ArrayList<>((List<Object>) mine);
        Record first = (Record) ((List<Object>) theirs).get(0);
        list.set(0, with((Record) list.get(0), path.substring(dot + 1), first));
        parts[i] = list;
      } else if (!name.equals(components[i].getName())) {
        parts[i] = mine;
      } else {
        parts[i] = dot < 0 ? theirs : with((Record) mine, path.substring(dot + 1), (Record) theirs);
      }
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return (T) value.getClass().getDeclaredConstructor(types).newInstance(parts);
  }
}
