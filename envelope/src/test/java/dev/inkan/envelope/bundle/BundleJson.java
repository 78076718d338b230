package dev.inkan.envelope.bundle;

/** Bundles to be bent: every part is there once, so that a test differs from a good bundle in one place. */
final class BundleJson {
  static final String KEY = "{\"publicKey\":{\"hint\":\"aGludA==\"}}";
  static final String DSSE = "{\"payload\":\"e30=\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"c2ln\"}]}";

  private BundleJson() {}

  static String of(String material, String content) {
    return "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"verificationMaterial\":" + material + ","
        + content + "}";
  }

  static String with(String material) {
    return of(material, "\"dsseEnvelope\":" + DSSE);
  }

  static String with(String material, String version) {
    return with(material).replace(".v0.3+json", "+json;version=" + version);
  }

  static String signed(String dsse) {
    return of(KEY, "\"dsseEnvelope\":" + dsse);
  }
}
