package io.connpool.spring.autoconfigure;

import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * {@code codec.*}, for TCP: where a frame begins and ends.
 */
final class CodecProperties {

	/**
	 * How frames are told apart.
	 */
	private @Nullable Type type;

	/**
	 * Size of the length prefix in bytes; 1, 2, 4 or 8.
	 */
	private @Nullable Integer lengthBytes;

	/**
	 * Order of the bytes of the length prefix.
	 */
	private @Nullable Order byteOrder;

	/**
	 * Whether the length counts the bytes of the prefix itself.
	 */
	private @Nullable Boolean lengthIncludesPrefix;

	/**
	 * Largest message that is sent or accepted, without prefix or delimiter; 1B to 1GB,
	 * for lines by default 64KB.
	 */
	private @Nullable DataSize maxFrameSize;

	/**
	 * Characters that end a line; up to 16 bytes.
	 */
	private @Nullable String delimiter;

	public @Nullable Type getType() {
		return this.type;
	}

	public void setType(@Nullable Type type) {
		this.type = type;
	}

	public @Nullable Integer getLengthBytes() {
		return this.lengthBytes;
	}

	public void setLengthBytes(@Nullable Integer lengthBytes) {
		this.lengthBytes = lengthBytes;
	}

	public @Nullable Order getByteOrder() {
		return this.byteOrder;
	}

	public void setByteOrder(@Nullable Order byteOrder) {
		this.byteOrder = byteOrder;
	}

	public @Nullable Boolean getLengthIncludesPrefix() {
		return this.lengthIncludesPrefix;
	}

	public void setLengthIncludesPrefix(@Nullable Boolean lengthIncludesPrefix) {
		this.lengthIncludesPrefix = lengthIncludesPrefix;
	}

	public @Nullable DataSize getMaxFrameSize() {
		return this.maxFrameSize;
	}

	public void setMaxFrameSize(@Nullable DataSize maxFrameSize) {
		this.maxFrameSize = maxFrameSize;
	}

	public @Nullable String getDelimiter() {
		return this.delimiter;
	}

	public void setDelimiter(@Nullable String delimiter) {
		this.delimiter = delimiter;
	}

	/**
	 * How frames are told apart.
	 */
	enum Type {

		/** A length, then as many bytes. */
		LENGTH_PREFIXED,

		/** Text up to a delimiter. */
		LINE

	}

	/**
	 * Order of bytes.
	 */
	enum Order {

		/** Most significant byte first, as usual in networks. */
		BIG_ENDIAN,

		/** Least significant byte first. */
		LITTLE_ENDIAN;

		ByteOrder byteOrder() {
			return (this == BIG_ENDIAN) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
		}

	}

}
