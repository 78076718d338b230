package dev.inkan.registry.http;

import java.net.UnknownHostException;

/** A name that a registry gave leads to an address that we do not connect to. A Dns may throw nothing else. */
final class AddressRefused extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  AddressRefused(String message) {
    super(message);
  }
}
