package io.proffer.master.registry;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.proffer.core.model.FrameworkId;
import io.proffer.master.state.Deactivation;
import io.proffer.master.state.Framework;
import io.proffer.master.validation.FrameworkValidation;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.DrainInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;

/** How what is kept of a thing is written: Protocol Buffers of Mesos' messages and of times. */
final class Values {

  private static final int MESSAGE = 1;
  private static final int BEGUN_AT = 2;
  private static final int ENDED_AT = 3;
  private static final int AWAY_SINCE = 4;

  private Values() {}

  static ByteString of(Instant at) {
    return fields().mergeField(BEGUN_AT, varint(at)).build().toByteString();
  }

  static Instant instant(ByteString value) throws InvalidProtocolBufferException {
    return time(UnknownFieldSet.parseFrom(value), BEGUN_AT).orElse(Instant.EPOCH);
  }

  static ByteString of(Deactivation deactivation) {
    UnknownFieldSet.Builder fields = fields();
    deactivation
        .drain()
        .ifPresent(drain -> fields.mergeField(MESSAGE, bytes(drain.toByteString())));
    deactivation.drainBegunAt().ifPresent(at -> fields.mergeField(BEGUN_AT, varint(at)));
    return fields.build().toByteString();
  }

  static Deactivation deactivation(ByteString value) throws InvalidProtocolBufferException {
    UnknownFieldSet fields = UnknownFieldSet.parseFrom(value);
    Optional<ByteString> drain = message(fields);
    return new Deactivation(
        drain.isPresent() ? Optional.of(DrainInfo.parseFrom(drain.get())) : Optional.empty(),
        time(fields, BEGUN_AT));
  }

  static ByteString of(Framework framework) {
    return of(
        framework.info(),
        framework.registeredAt(),
        framework.disconnectedAt(),
        framework.unregisteredAt());
  }

  private static ByteString of(
      FrameworkInfo info,
      Instant registeredAt,
      Optional<Instant> awaySince,
      Optional<Instant> endedAt) {
    UnknownFieldSet.Builder fields = fields();
    fields.mergeField(MESSAGE, bytes(info.toByteString()));
    fields.mergeField(BEGUN_AT, varint(registeredAt));
    awaySince.ifPresent(at -> fields.mergeField(AWAY_SINCE, varint(at)));
    endedAt.ifPresent(at -> fields.mergeField(ENDED_AT, varint(at)));
    return fields.build().toByteString();
  }

  static Framework framework(ByteString value) throws InvalidProtocolBufferException {
    UnknownFieldSet fields = UnknownFieldSet.parseFrom(value);
    FrameworkInfo info = FrameworkInfo.parseFrom(message(fields).orElse(ByteString.EMPTY));
    Instant registeredAt = time(fields, BEGUN_AT).orElse(Instant.EPOCH);
    Optional<Instant> endedAt = time(fields, ENDED_AT);
    return new Framework(
        FrameworkId.of(info.getId()),
        info,
        FrameworkValidation.roles(info),
        Collections.emptySortedSet(),
        Optional.empty(),
        endedAt.isEmpty(),
        registeredAt,
        registeredAt,
        time(fields, AWAY_SINCE),
        endedAt);
  }

  /** The same framework, which is here again, with other words about itself. */
  static ByteString changed(Optional<ByteString> framework, FrameworkInfo info) {
    return of(info, known(framework).registeredAt(), Optional.empty(), Optional.empty());
  }

  /** The same framework, which is over. */
  static ByteString ended(Optional<ByteString> framework, Instant at) {
    Framework known = known(framework);
    return of(known.info(), known.registeredAt(), Optional.empty(), Optional.of(at));
  }

  /** The same framework, which is away since then. */
  static ByteString away(ByteString framework, Instant since) {
    Framework known = known(Optional.of(framework));
    return of(known.info(), known.registeredAt(), Optional.of(since), Optional.empty());
  }

  private static Framework known(Optional<ByteString> framework) {
    try {
      return framework(framework.orElse(ByteString.EMPTY));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a framework was kept that cannot be read", e);
    }
  }

  private static UnknownFieldSet.Builder fields() {
    return UnknownFieldSet.newBuilder();
  }

  private static Field bytes(ByteString bytes) {
    return Field.newBuilder().addLengthDelimited(bytes).build();
  }

  private static Field varint(Instant at) {
    long nanos = TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
    return Field.newBuilder().addVarint(nanos).build();
  }

  private static Optional<ByteString> message(UnknownFieldSet fields) {
    return fields.getField(MESSAGE).getLengthDelimitedList().stream().findFirst();
  }

  private static Optional<Instant> time(UnknownFieldSet fields, int number) {
    return fields.getField(number).getVarintList().stream()
        .findFirst()
        .map(nanos -> Instant.EPOCH.plusNanos(nanos));
  }
}
