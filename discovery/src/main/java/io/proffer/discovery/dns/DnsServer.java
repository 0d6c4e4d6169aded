package io.proffer.discovery.dns;

import io.proffer.discovery.catalog.Catalog;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A DNS server for the names of apps and their instances, over UDP and TCP at one port. Names
 * outside of its domain are refused. Thread-safe.
 */
public final class DnsServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);

  private static final int MAX_DATAGRAM = 65_535;
  private static final int MAX_STREAMS = 200;
  private static final int IDLE_MS = 10_000;
  private static final int BACKLOG = 128;
  private static final int TRIES = 20;

  private final String domain;
  private final long ttlSeconds;
  private final Answers answers;
  private final AtomicLong serial;
  private final DatagramSocket datagrams;
  private final ServerSocket streams;
  private final Semaphore room = new Semaphore(MAX_STREAMS);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private DnsServer(
      String domain,
      long ttlSeconds,
      long firstSerial,
      DatagramSocket datagrams,
      ServerSocket streams) {
    this.domain = domain;
    this.ttlSeconds = ttlSeconds;
    this.serial = new AtomicLong(firstSerial);
    this.datagrams = datagrams;
    this.streams = streams;
    this.answers = new Answers(zone(Catalog.EMPTY));
  }

  /**
   * Begins to answer; no app is known yet.
   *
   * @param port 0 for any that is free
   * @param domain below which all names are, such as {@code mesos}
   * @param ttlSeconds how long answers may be kept
   * @param firstSerial of the zone; greater than any of a server before
   * @throws IOException when the port cannot be had
   * @throws IllegalArgumentException when the domain is none
   */
  public static DnsServer start(
      InetAddress address, int port, String domain, long ttlSeconds, long firstSerial)
      throws IOException {
    for (int left = TRIES; ; left--) {
      DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(address, port));
      ServerSocket streams = new ServerSocket();
      try {
        streams.setReuseAddress(true);
        streams.bind(new InetSocketAddress(address, datagrams.getLocalPort()), BACKLOG);
        DnsServer server = new DnsServer(domain, ttlSeconds, firstSerial, datagrams, streams);
        Thread.ofPlatform().daemon().name("dns-udp").start(server::takeDatagrams);
        Thread.ofPlatform().daemon().name("dns-tcp").start(server::takeStreams);
        return server;
      } catch (IOException | RuntimeException failure) {
        datagrams.close();
        streams.close();
        boolean elsewhere = port == 0 && failure instanceof BindException && left > 0;
        if (!elsewhere) {
          throw failure;
        }
      }
    }
  }

  /** The port, for both. */
  public int port() {
    return datagrams.getLocalPort();
  }

  /** From now on the answers are those of this catalog. */
  public void use(Catalog catalog) {
    answers.use(zone(catalog));
  }

  private Zone zone(Catalog catalog) {
    Zone.Builder zone = new Zone.Builder(domain, ttlSeconds);
    zone.address("ns1", datagrams.getLocalAddress());
    MesosNames.add(catalog, DnsServer::resolved, zone);
    return zone.build(serial.getAndIncrement());
  }

  private static List<InetAddress> resolved(String host) {
    try {
      return Arrays.asList(InetAddress.getAllByName(host));
    } catch (UnknownHostException unknown) {
      LOG.warn("The machine {} has no address here, so neither has what runs on it", host);
      return List.of();
    }
  }

  private void takeDatagrams() {
    byte[] buffer = new byte[MAX_DATAGRAM];
    while (!datagrams.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        datagrams.receive(packet);
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        Optional<byte[]> answer = answers.overUdp(question);
        if (answer.isPresent()) {
          datagrams.send(
              new DatagramPacket(answer.get(), answer.get().length, packet.getSocketAddress()));
        }
      } catch (SocketException closed) {
        if (!datagrams.isClosed()) {
          LOG.debug("A datagram was lost: {}", closed.getMessage());
        }
      } catch (IOException | RuntimeException trouble) {
        LOG.warn("A question could not be answered: {}", trouble.toString());
      }
    }
  }

  private void takeStreams() {
    while (!streams.isClosed()) {
      try {
        Socket socket = streams.accept();
        if (room.tryAcquire()) {
          threads.execute(() -> serve(socket));
        } else {
          socket.close();
        }
      } catch (IOException closed) {
        LOG.debug("No more connections: {}", closed.getMessage());
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()))) {
      socket.setSoTimeout(IDLE_MS);
      while (true) {
        byte[] question = new byte[in.readUnsignedShort()];
        in.readFully(question);
        Optional<byte[]> answer = answers.overTcp(question);
        if (answer.isEmpty()) {
          return;
        }
        out.writeShort(answer.get().length);
        out.write(answer.get());
        out.flush();
      }
    } catch (EOFException hungUp) {
      // all is said
    } catch (IOException brokenOff) {
      LOG.debug("A connection broke off: {}", brokenOff.getMessage());
    } finally {
      room.release();
    }
  }

  @Override
  public void close() {
    datagrams.close();
    try {
      streams.close();
    } catch (IOException trouble) {
      LOG.debug("The port did not close in order: {}", trouble.getMessage());
    }
    threads.shutdownNow();
  }
}
