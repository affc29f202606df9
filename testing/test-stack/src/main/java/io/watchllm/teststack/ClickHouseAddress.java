package io.watchllm.teststack;

/**
 * Where ClickHouse is and who may come in.
 *
 * @param httpUrl its HTTP interface
 * @param user a user who may do everything
 * @param password that user's password; empty when there is none
 */
public record ClickHouseAddress(String httpUrl, String user, String password) {}
