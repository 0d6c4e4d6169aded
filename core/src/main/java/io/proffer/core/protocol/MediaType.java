package io.proffer.core.protocol;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The two encodings of every v1 message, and how the HTTP headers choose between them. */
public enum MediaType {
  /** Mesos' own JSON mapping, see {@link MesosJson}. */
  JSON("application/json") {
    @Override
    public byte[] write(Message message) {
      return MesosJson.write(message);
    }

    @Override
    public <M extends Message> M read(byte[] bytes, M prototype) throws MalformedMessageException {
      return MesosJson.read(bytes, prototype);
    }
  },

  /** The binary protobuf encoding. */
  PROTOBUF("application/x-protobuf") {
    @Override
    public byte[] write(Message message) {
      return message.toByteArray();
    }

    @Override
    public <M extends Message> M read(byte[] bytes, M prototype) throws MalformedMessageException {
      try {
        return RequiredFields.parse(bytes, 0, bytes.length, prototype);
      } catch (InvalidProtocolBufferException e) {
        throw new MalformedMessageException(
            "Not a protobuf-encoded %s: %s"
                .formatted(prototype.getDescriptorForType().getFullName(), e.getMessage()),
            e);
      }
    }
  };

  private static final List<MediaType> ALL = List.of(values());

  private final String contentType;

  MediaType(String contentType) {
    this.contentType = contentType;
  }

  /**
   * The exact value of a {@code Content-Type} header: without parameters, which some clients do not
   * understand.
   */
  public String contentType() {
    return contentType;
  }

  /** Encodes a message that has all its required fields. */
  public abstract byte[] write(Message message);

  /**
   * Decodes a message.
   *
   * @param prototype any message of the wanted type, usually its default instance
   * @throws MalformedMessageException when the bytes are not such a message, or a required field is
   *     missing
   */
  public abstract <M extends Message> M read(byte[] bytes, M prototype)
      throws MalformedMessageException;

  /**
   * The media type of a {@code Content-Type} header. Parameters ({@code ; charset=utf-8}) and
   * letter case do not matter, which is kinder than Mesos.
   *
   * @return empty for every other type: the answer is 415
   */
  public static Optional<MediaType> ofContentType(String header) {
    String name = nameOf(header);
    for (MediaType type : ALL) {
      if (type.contentType.equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /**
   * The media type to answer in. JSON wins wherever it is acceptable, whatever the quality values
   * of others; a type with quality 0 is not acceptable. No header, or an empty one, means JSON.
   *
   * @param accept the {@code Accept} header; several of them joined by commas
   * @return empty when neither is acceptable: the answer is 406
   */
  public static Optional<MediaType> negotiate(Optional<String> accept) {
    if (accept.isEmpty() || accept.get().isBlank()) {
      return Optional.of(JSON);
    }
    for (MediaType type : ALL) {
      if (type.isAcceptable(accept.get())) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The most specific range that covers this type decides. */
  private boolean isAcceptable(String accept) {
    String[] ranges = accept.split(",", -1);
    for (String wanted : new String[] {contentType, "application/*", "*/*"}) {
      for (String range : ranges) {
        if (nameOf(range).equals(wanted)) {
          return quality(range) > 0;
        }
      }
    }
    return false;
  }

  private static String nameOf(String range) {
    int parameters = range.indexOf(';');
    String name = parameters < 0 ? range : range.substring(0, parameters);
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** The {@code q} of a media range; 1 when there is none, 0 when it is no number. */
  private static double quality(String range) {
    String[] parts = range.split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String[] parameter = parts[i].split("=", 2);
      if (parameter.length == 2 && parameter[0].strip().equalsIgnoreCase("q")) {
        try {
          return Double.parseDouble(parameter[1].strip());
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
