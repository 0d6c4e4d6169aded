package io.proffer.master.http.server;

/** A header as it is on the wire. */
public record Header(String name, String value) {}
