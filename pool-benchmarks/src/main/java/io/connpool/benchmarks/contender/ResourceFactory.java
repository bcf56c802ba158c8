package io.connpool.benchmarks.contender;

/**
 * Opens resources: at once, slowly, or not at all, as the scenario wants.
 */
@FunctionalInterface
public interface ResourceFactory {

	/**
	 * Opens one.
	 * @return the resource
	 * @throws Exception if the backend is down
	 */
	Resource open() throws Exception;

}
