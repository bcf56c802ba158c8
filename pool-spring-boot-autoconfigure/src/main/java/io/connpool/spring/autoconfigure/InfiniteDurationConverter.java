package io.connpool.spring.autoconfigure;

import java.time.Duration;
import java.util.Set;

import io.connpool.PoolSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.ConditionalGenericConverter;

/**
 * Reads {@code infinite}. Concerns only what is marked {@link InfiniteAllowed}: a
 * converter takes part in the binding of all properties of the application.
 */
final class InfiniteDurationConverter implements ConditionalGenericConverter {

	@Override
	public Set<ConvertiblePair> getConvertibleTypes() {
		return Set.of(new ConvertiblePair(String.class, Duration.class));
	}

	@Override
	public boolean matches(TypeDescriptor source, TypeDescriptor target) {
		return target.hasAnnotation(InfiniteAllowed.class);
	}

	@Override
	public @Nullable Object convert(@Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
		String text = (source != null) ? source.toString().trim() : "";
		return "infinite".equalsIgnoreCase(text) ? PoolSettings.INFINITE : DurationStyle.detectAndParse(text);
	}

}
