package io.connpool.benchmarks.contender;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.pool.AbstractChannelPoolHandler;
import io.netty.channel.pool.ChannelHealthChecker;
import io.netty.channel.pool.FixedChannelPool;
import io.netty.util.AttributeKey;

/**
 * Netty's {@link FixedChannelPool}, used by threads that block. It pools channels and
 * nothing else; here channels within the process, and who gets a new one first opens the
 * resource that goes with it, because an event loop must not block.
 */
final class NettyContender implements Contender {

	private static final AttributeKey<Resource> RESOURCE = AttributeKey.valueOf(NettyContender.class, "resource");

	private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(LocalIoHandler.newFactory());

	private final ResourceFactory factory;

	private final Channel server;

	private final FixedChannelPool pool;

	private NettyContender(Spec spec) throws Exception {
		this.factory = spec.factory();
		this.server = new ServerBootstrap().group(this.loops)
			.channel(LocalServerChannel.class)
			.childHandler(new ChannelInboundHandlerAdapter() {
				@Override
				public boolean isSharable() {
					return true;
				}
			})
			.bind(new LocalAddress(NettyContender.class))
			.sync()
			.channel();
		Bootstrap bootstrap = new Bootstrap().group(this.loops)
			.channel(LocalChannel.class)
			.remoteAddress(this.server.localAddress());
		this.pool = new FixedChannelPool(bootstrap, new AbstractChannelPoolHandler() {
			@Override
			public void channelCreated(Channel channel) {
			}
		}, ChannelHealthChecker.ACTIVE, FixedChannelPool.AcquireTimeoutAction.FAIL, spec.acquireTimeout().toMillis(),
				spec.maxSize(), Integer.MAX_VALUE);
		Warmth.give(this, spec);
		// nobody waits for a release, so these are still on their way
		Warmth.await(0, () -> -this.pool.acquiredChannelCount());
	}

	static void register() {
		Contract contract = new Contract(Versions.of("netty"), Point.yes("one event loop"),
				Point.partly("waiting, not connecting"), Point.yes("Channel.isActive, on acquire and release"),
				Point.no(""), Point.partly("one gauge"), Point.no(""),
				Point.partly("given back twice is refused, unless it has been lent again meanwhile"),
				"pools channels only: here local ones, with the resource attached; acquire with sync()");
		Contenders.add("netty", contract, NettyContender::new);
	}

	@Override
	public Object acquire() throws Exception {
		Channel channel = this.pool.acquire().sync().getNow();
		if (!channel.hasAttr(RESOURCE)) {
			attach(channel);
		}
		return channel;
	}

	private void attach(Channel channel) throws Exception {
		try {
			Resource resource = this.factory.open();
			channel.attr(RESOURCE).set(resource);
			channel.closeFuture().addListener((closed) -> resource.close());
		}
		catch (Exception ex) {
			discard(channel, ex);
			throw ex;
		}
	}

	@Override
	public Resource resource(Object held) {
		return ((Channel) held).attr(RESOURCE).get();
	}

	@Override
	public void release(Object held) {
		this.pool.release((Channel) held);
	}

	@Override
	public void discard(Object held, Exception cause) {
		Channel channel = (Channel) held;
		channel.close().addListener((closed) -> this.pool.release(channel));
	}

	@Override
	public void close() {
		this.pool.close();
		this.server.close();
		this.loops.shutdownGracefully();
	}

}
