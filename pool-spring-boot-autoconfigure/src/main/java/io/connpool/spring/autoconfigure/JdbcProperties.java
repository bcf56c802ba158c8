package io.connpool.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code jdbc.*}, for databases.
 */
final class JdbcProperties {

	/**
	 * SQL statements that prepare every connection before it is lent for the first time.
	 */
	private List<String> initSql = new ArrayList<>();

	/**
	 * Properties handed to the driver besides username and password.
	 */
	private Map<String, String> properties = new LinkedHashMap<>();

	public List<String> getInitSql() {
		return this.initSql;
	}

	public void setInitSql(List<String> initSql) {
		this.initSql = initSql;
	}

	public Map<String, String> getProperties() {
		return this.properties;
	}

	public void setProperties(Map<String, String> properties) {
		this.properties = properties;
	}

}
