package io.proffer.master.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class LoopChoiceTest {

  private static final int THREADS = 3;
  private static final long PATIENCE_S = 20;

  private final EventLoopGroup loops;

  LoopChoiceTest(SocketTransport transport) {
    assumeTrue(transport != SocketTransport.EPOLL || Epoll.isAvailable(), "no epoll here");
    this.loops = transport.loops(THREADS, new DefaultThreadFactory("test-loops", true));
  }

  @AfterEach
  void stop() {
    loops.shutdownGracefully(0, PATIENCE_S, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void aConnectionIsServedByTheThreadThatAcceptedIt() throws Exception {
    EventLoop accepting = loops.next();

    assertThat(chosenBy(accepting)).isSameAs(accepting);
  }

  @Test
  void manyConnectionsAreSpread() throws Exception {
    EventLoop accepting = loops.next();

    Set<EventLoop> serving = new HashSet<>();
    int served = 0;
    for (int i = 0; i < LoopChoice.MAX_AHEAD * THREADS + 1; i++) {
      EventLoop chosen = chosenBy(accepting);
      chosen.register(newChannel(chosen)).sync();
      serving.add(chosen);
      served += chosen == accepting ? 1 : 0;
    }

    assertThat(serving).hasSize(THREADS);
    assertThat(served).isBetween(LoopChoice.MAX_AHEAD, LoopChoice.MAX_AHEAD * 2);
  }

  @Test
  void whoAcceptsNothingTakesTheThreadWithTheFewest() throws Exception {
    EventLoop first = loops.next();
    first.register(newChannel(first)).sync();
    EventLoop second = loops.next();
    second.register(newChannel(second)).sync();
    EventLoop third = loops.next();

    assertThat(Set.of(first, second, third)).hasSize(THREADS);
  }

  private EventLoop chosenBy(EventLoop accepting) throws Exception {
    return accepting.submit(loops::next).get(PATIENCE_S, TimeUnit.SECONDS);
  }

  private static Channel newChannel(EventLoop loop) {
    return loop instanceof NioEventLoop ? new NioSocketChannel() : new EpollSocketChannel();
  }
}
