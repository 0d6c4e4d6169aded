package io.proffer.discovery.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Answers questions with what the present zone says. Thread-safe. */
final class Answers {

  private static final int HEADER_BYTES = 12;
  private static final int MAX_UDP_BYTES = 4096;

  /** What everybody takes who does not say more. */
  private static final int PLAIN_UDP_BYTES = 512;

  private static final int MAX_TCP_BYTES = 65_535;

  private final AtomicInteger turn = new AtomicInteger();
  private volatile Zone zone;

  Answers(Zone first) {
    zone = first;
  }

  /** From now on this is what is so. */
  void use(Zone next) {
    zone = next;
  }

  /** The answer to a datagram; empty for what deserves none. */
  Optional<byte[]> overUdp(byte[] question) {
    return answer(question, true);
  }

  /** The answer to a message on a stream; empty for what deserves none. */
  Optional<byte[]> overTcp(byte[] question) {
    return answer(question, false);
  }

  private Optional<byte[]> answer(byte[] question, boolean udp) {
    Message query;
    try {
      query = new Message(question);
    } catch (IOException broken) {
      return unreadable(question);
    }
    if (query.getHeader().getFlag(Flags.QR)) {
      return Optional.empty(); // answering answers would go on for ever
    }
    OPTRecord options = query.getOPT();
    int room = !udp ? MAX_TCP_BYTES : options == null ? PLAIN_UDP_BYTES : payload(options);
    return Optional.of(answer(query).toWire(room));
  }

  private static int payload(OPTRecord options) {
    return Math.clamp(options.getPayloadSize(), PLAIN_UDP_BYTES, MAX_UDP_BYTES);
  }

  private static Optional<byte[]> unreadable(byte[] question) {
    if (question.length < HEADER_BYTES) {
      return Optional.empty();
    }
    Message answer = new Message(((question[0] & 0xFF) << Byte.SIZE) | (question[1] & 0xFF));
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setRcode(Rcode.FORMERR);
    return Optional.of(answer.toWire());
  }

  private Message answer(Message query) {
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setOpcode(query.getHeader().getOpcode());
    if (query.getHeader().getFlag(Flags.RD)) {
      answer.getHeader().setFlag(Flags.RD);
    }
    Record question = query.getQuestion();
    if (question != null) {
      answer.addRecord(question, Section.QUESTION);
    }
    if (query.getOPT() != null) {
      answer.addRecord(new OPTRecord(MAX_UDP_BYTES, 0, 0), Section.ADDITIONAL);
    }
    answer.getHeader().setRcode(fill(query, answer));
    return answer;
  }

  private int fill(Message query, Message answer) {
    Record question = query.getQuestion();
    if (query.getHeader().getOpcode() != Opcode.QUERY) {
      return Rcode.NOTIMP;
    }
    if (question == null || query.getSection(Section.QUESTION).size() != 1) {
      return Rcode.FORMERR;
    }
    Zone now = zone;
    int type = question.getType();
    boolean here = question.getDClass() == DClass.IN || question.getDClass() == DClass.ANY;
    if (!now.has(question.getName()) || !here || type == Type.AXFR || type == Type.IXFR) {
      return Rcode.REFUSED;
    }
    answer.getHeader().setFlag(Flags.AA);
    List<Record> found = inTurn(now.find(question.getName(), type));
    found.forEach(record -> answer.addRecord(record, Section.ANSWER));
    if (found.isEmpty()) {
      answer.addRecord(now.authority(), Section.AUTHORITY);
      return now.knows(question.getName()) ? Rcode.NOERROR : Rcode.NXDOMAIN;
    }
    targets(now, found).forEach(record -> answer.addRecord(record, Section.ADDITIONAL));
    return Rcode.NOERROR;
  }

  /** Each time another comes first, for those who take the first. */
  private List<Record> inTurn(List<Record> records) {
    List<Record> rotated = new ArrayList<>(records);
    if (rotated.size() > 1) {
      Collections.rotate(rotated, turn.getAndIncrement() % rotated.size());
    }
    return rotated;
  }

  /** The addresses of the machines that services are on, so that nobody has to ask again. */
  private static Set<Record> targets(Zone zone, List<Record> found) {
    Set<Record> targets = new LinkedHashSet<>();
    for (Record record : found) {
      if (record instanceof SRVRecord service) {
        Name target = service.getTarget();
        targets.addAll(zone.find(target, Type.A));
        targets.addAll(zone.find(target, Type.AAAA));
      }
    }
    return targets;
  }
}
