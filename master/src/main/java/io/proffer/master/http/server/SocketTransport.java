package io.proffer.master.http.server;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ThreadPerTaskExecutor;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.ThreadFactory;

/**
 * How sockets are watched. A connection is accepted and its first request read with a third of the
 * code, where Linux is asked directly; everywhere else it is asked through the JDK.
 */
enum SocketTransport {
  EPOLL {
    @Override
    EventLoopGroup loops(int count, ThreadFactory threads) {
      return new EpollEventLoopGroup(
          count,
          new ThreadPerTaskExecutor(threads),
          new LoopChoice(),
          DefaultSelectStrategyFactory.INSTANCE);
    }

    @Override
    Class<? extends ServerChannel> listener() {
      return EpollServerSocketChannel.class;
    }
  },
  JDK {
    @Override
    EventLoopGroup loops(int count, ThreadFactory threads) {
      return new NioEventLoopGroup(
          count,
          new ThreadPerTaskExecutor(threads),
          new LoopChoice(),
          SelectorProvider.provider(),
          DefaultSelectStrategyFactory.INSTANCE);
    }

    @Override
    Class<? extends ServerChannel> listener() {
      return NioServerSocketChannel.class;
    }
  };

  /** The best there is here. */
  static SocketTransport best() {
    return Epoll.isAvailable() ? EPOLL : JDK;
  }

  abstract EventLoopGroup loops(int count, ThreadFactory threads);

  abstract Class<? extends ServerChannel> listener();

  /** Threads that serve a port, one for each processor. */
  EventLoopGroup loops(String name) {
    return loops(Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory(name, true));
  }
}
