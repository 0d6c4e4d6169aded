package io.proffer.core.model;

import org.apache.mesos.v1.Protos;

/**
 * The identity of an offer: {@code <master id>-O<n>}.
 *
 * @param value the text that is on the wire; never null
 */
public record OfferId(String value) implements Comparable<OfferId> {

  public static OfferId of(Protos.OfferID proto) {
    return new OfferId(proto.getValue());
  }

  public Protos.OfferID toProto() {
    return Protos.OfferID.newBuilder().setValue(value).build();
  }

  @Override
  public int compareTo(OfferId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
