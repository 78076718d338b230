package dev.inkan.envelope.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** C2SP/wycheproof, when {@code -Dinkan.vectors=DIR} names the folder that holds it; the numbers are what must run. */
@EnabledIfSystemProperty(named = "inkan.vectors", matches = ".+")
final class WycheproofTest {
  /**
   * A105-A111. "acceptable" in these files is RSA without the NULL of its DigestInfo, which we refuse. The last number
   * is of valid signatures whose key is refused already: RSA with the exponent 3.
   */
  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256r1_sha256, ECDSA_SHA256, 484, 174, 0",
    "ecdsa_secp384r1_sha256, ECDSA_SHA256, 472, 162, 0",
    "ecdsa_secp384r1_sha384, ECDSA_SHA384, 504, 194, 0",
    "ecdsa_secp521r1_sha512, ECDSA_SHA512, 542, 232, 0",
    "ed25519, ED25519, 151, 88, 0",
    "rsa_signature_2048_sha256, RSA_PKCS1_SHA256, 259, 7, 2",
    "rsa_signature_3072_sha256, RSA_PKCS1_SHA256, 259, 7, 1",
    "rsa_signature_4096_sha256, RSA_PKCS1_SHA256, 258, 7, 0"
  })
  void exactlyTheValidSignaturesHold(String file, SignatureAlgorithm scheme, int cases, int valid, int refusedKeys)
      throws Exception {
    int ran = 0;
    int held = 0;
    int refused = 0;
    List<String> wrong = new ArrayList<>();
    for (JsonValue group : vectors(file).array("testGroups")) {
      JsonObject members = group.asObject("group");
      Bytes der = hex(members.string("publicKeyDer"));
      if (hasExponent3(members)) {
        assertThrows(MalformedKey.class, () -> PublicKeys.parseDer(der));
        ran += members.array("tests").size();
        refused += members.array("tests").size();
        continue;
      }
      VerificationKey key = PublicKeys.parseDer(der);
      for (JsonValue test : members.array("tests")) {
        JsonObject vector = test.asObject("test");
        Optional<SignatureAlgorithm> found = key.schemeOf(hex(vector.string("msg")), hex(vector.string("sig")));
        ran++;
        held += found.isPresent() ? 1 : 0;
        if (!found.equals(vector.string("result").equals("valid") ? Optional.of(scheme) : Optional.empty())) {
          wrong.add(vector.required("tcId").asLong("tcId") + " " + vector.string("comment") + ": " + found);
        }
      }
    }
    assertTrue(wrong.isEmpty(), wrong::toString);
    assertEquals(cases, ran);
    assertEquals(valid, held);
    assertEquals(refusedKeys, refused);
  }

  private static boolean hasExponent3(JsonObject group) throws Exception {
    return group.object("publicKey").get("publicExponent") instanceof JsonString exponent
        && exponent.value().equals("03");
  }

  private static JsonObject vectors(String name) throws Exception {
    Path file = Path.of(System.getProperty("inkan.vectors", ""), "wycheproof", name + "_test.json");
    return StrictJson.parseObject(Bytes.of(Files.readAllBytes(file)), name);
  }

  private static Bytes hex(String digits) {
    return Bytes.of(HexFormat.of().parseHex(digits));
  }
}
