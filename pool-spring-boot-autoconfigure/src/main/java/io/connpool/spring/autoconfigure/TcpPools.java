package io.connpool.spring.autoconfigure;

import java.net.URI;

import io.connpool.ConnectionFactory;
import io.connpool.InvalidPoolSettingsException;
import io.connpool.net.FramedConnection;
import io.connpool.net.SocketSettings;
import io.connpool.net.TcpConnectionFactory;
import io.connpool.net.codec.Codec;
import io.connpool.net.codec.LengthPrefixedCodec;
import io.connpool.net.codec.LineCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.unit.DataSize;

/**
 * What pools of TCP connections need.
 */
final class TcpPools {

	private TcpPools() {
	}

	static ConnectionFactory<FramedConnection> factory(PoolDefinition definition) {
		PoolProperties properties = definition.properties();
		Codec codec = codec(properties.getCodec());
		TcpConnectionFactory factory = TcpConnectionFactory.of(URI.create(definition.target().location()), codec,
				socketSettings(properties.getSocket()));
		TextPing ping = TextPing.of(properties.getPing(), codec);
		return (ping != null) ? factory.validateWith(ping) : factory;
	}

	/**
	 * Checks a URI; nothing is connected or resolved.
	 * @throws IllegalArgumentException saying what is wrong with it
	 */
	static void checkUri(URI uri) {
		TcpConnectionFactory.of(uri, codec(new CodecProperties()), SocketSettings.defaults());
	}

	/**
	 * Makes the settings of the socket.
	 * @throws InvalidPoolSettingsException listing every violation, without the prefix
	 */
	static SocketSettings socketSettings(SocketProperties socket) {
		SocketSettings defaults = SocketSettings.defaults();
		return new SocketSettings(orElse(socket.getReadTimeout(), defaults.readTimeout()),
				orElse(socket.getWriteTimeout(), defaults.writeTimeout()),
				orElse(socket.getTcpNoDelay(), defaults.tcpNoDelay()),
				orElse(socket.getKeepAlive(), defaults.keepAlive()),
				orElse(bytes(socket.getSendBufferSize()), defaults.sendBufferSize()),
				orElse(bytes(socket.getReceiveBufferSize()), defaults.receiveBufferSize()));
	}

	/**
	 * Makes the codec.
	 * @throws InvalidPoolSettingsException listing every violation, without the prefix
	 */
	static Codec codec(CodecProperties codec) {
		PropertyMapper map = PropertyMapper.get();
		if (codec.getType() == CodecProperties.Type.LINE) {
			LineCodec.Builder line = LineCodec.builder();
			map.from(codec::getDelimiter).to(line::delimiter);
			map.from(bytes(codec.getMaxFrameSize())).to(line::maxFrameSize);
			return line.build();
		}
		LengthPrefixedCodec.Builder prefixed = LengthPrefixedCodec.builder();
		map.from(codec::getLengthBytes).to(prefixed::lengthBytes);
		map.from(codec::getByteOrder).as(CodecProperties.Order::byteOrder).to(prefixed::order);
		map.from(codec::getLengthIncludesPrefix).to(prefixed::lengthIncludesPrefix);
		map.from(bytes(codec.getMaxFrameSize())).to(prefixed::maxFrameSize);
		return prefixed.build();
	}

	/** What does not fit is out of range, and will be refused as that. */
	private static @Nullable Integer bytes(@Nullable DataSize size) {
		return (size != null) ? (int) Math.max(-1, Math.min(Integer.MAX_VALUE, size.toBytes())) : null;
	}

	private static <T> T orElse(@Nullable T value, T other) {
		return (value != null) ? value : other;
	}

}
