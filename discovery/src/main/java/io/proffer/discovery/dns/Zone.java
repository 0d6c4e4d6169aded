package io.proffer.discovery.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** The names below one domain and what is known of them. Immutable. */
final class Zone {

  private final Name domain;
  private final SOARecord authority;
  private final Map<Name, Map<Integer, Set<Record>>> records;
  private final Set<Name> known;

  private Zone(
      Name domain,
      SOARecord authority,
      Map<Name, Map<Integer, Set<Record>>> records,
      Set<Name> known) {
    this.domain = domain;
    this.authority = authority;
    this.records = records;
    this.known = known;
  }

  /** Whether a name is the domain or below it. */
  boolean has(Name name) {
    return name.subdomain(domain);
  }

  /** Whether a name exists, if only because there are names below it. */
  boolean knows(Name name) {
    return known.contains(name.canonicalize());
  }

  /** The records of a name and a type, of all types for {@link Type#ANY}. */
  List<Record> find(Name name, int type) {
    Map<Integer, Set<Record>> found = records.getOrDefault(name.canonicalize(), Map.of());
    if (type == Type.ANY) {
      return found.values().stream().flatMap(Set::stream).toList();
    }
    return List.copyOf(found.getOrDefault(type, Set.of()));
  }

  /** What a name that is not there is answered with. */
  SOARecord authority() {
    return authority;
  }

  /** Collects the records of a zone. Names that are none are left out. */
  static final class Builder {

    private static final long REFRESH_S = 60;
    private static final long RETRY_S = 600;
    private static final long EXPIRE_S = 86_400;
    private static final int ANY_WEIGHT = 0;

    private final Name domain;
    private final long ttlSeconds;
    private final Map<Name, Map<Integer, Set<Record>>> records = new LinkedHashMap<>();

    /**
     * @param domain without a dot at its end
     * @throws IllegalArgumentException when it is no name
     */
    Builder(String domain, long ttlSeconds) {
      try {
        this.domain = Name.fromString(domain + ".").canonicalize();
      } catch (TextParseException malformed) {
        throw new IllegalArgumentException("'" + domain + "' is no domain", malformed);
      }
      this.ttlSeconds = ttlSeconds;
    }

    /** An address of a name, which is relative to the domain. */
    void address(String relative, InetAddress address) {
      name(relative)
          .ifPresent(
              name ->
                  add(
                      address instanceof Inet4Address
                          ? new ARecord(name, DClass.IN, ttlSeconds, address)
                          : new AAAARecord(name, DClass.IN, ttlSeconds, address)));
    }

    /** A port of a service; both names are relative to the domain. */
    void service(String relative, String target, int port) {
      name(relative)
          .ifPresent(
              name ->
                  name(target)
                      .ifPresent(
                          host ->
                              add(
                                  new SRVRecord(
                                      name, DClass.IN, ttlSeconds, 0, ANY_WEIGHT, port, host))));
    }

    private java.util.Optional<Name> name(String relative) {
      try {
        return java.util.Optional.of(Name.fromString(relative, domain).canonicalize());
      } catch (TextParseException tooLong) {
        return java.util.Optional.empty();
      }
    }

    private void add(Record record) {
      records
          .computeIfAbsent(record.getName(), name -> new LinkedHashMap<>())
          .computeIfAbsent(record.getType(), type -> new LinkedHashSet<>())
          .add(record);
    }

    /**
     * @param serial greater than that of every zone before
     */
    Zone build(long serial) {
      Name server = below("ns1");
      SOARecord authority =
          new SOARecord(
              domain,
              DClass.IN,
              ttlSeconds,
              server,
              below("root.ns1"),
              serial & 0xFFFF_FFFFL,
              REFRESH_S,
              RETRY_S,
              EXPIRE_S,
              ttlSeconds);
      add(authority);
      add(new NSRecord(domain, DClass.IN, ttlSeconds, server));
      Set<Name> known = new HashSet<>();
      for (Name name : new ArrayList<>(records.keySet())) {
        for (Name above = name; above.subdomain(domain); above = new Name(above, 1)) {
          known.add(above);
        }
      }
      return new Zone(domain, authority, records, known);
    }

    private Name below(String label) {
      try {
        return Name.concatenate(Name.fromString(label), domain);
      } catch (TextParseException | NameTooLongException impossible) {
        throw new IllegalArgumentException("the domain " + domain + " is too long", impossible);
      }
    }
  }
}
