package io.proffer.sdk.testkit.engine;

/** One end of a {@link Connection}, in the hands of the node that holds it. */
public final class Socket {
  private final Connection connection;
  private final Connection.Side side;

  Socket(Connection connection, Connection.Side side) {
    this.connection = connection;
    this.side = side;
  }

  /** Names the connection; never used twice on a network. */
  public long connectionId() {
    return connection.id();
  }

  /** The node at the other end. */
  public String peer() {
    return connection.node(side.other());
  }

  /** Sends to the other end; lost without a word when the connection is broken. */
  public void send(Payload payload) {
    connection.send(side, payload);
  }

  /** Ends the connection after what was sent before. This end's receiver hears nothing more. */
  public void close() {
    connection.close(side);
  }

  /**
   * What a node does with what arrives at its end. Called from the timeline only, never
   * re-entrantly.
   */
  public interface Receiver {

    void received(Payload payload);

    /** The other end closed, or the connection broke. Nothing follows. */
    void closed();
  }
}
