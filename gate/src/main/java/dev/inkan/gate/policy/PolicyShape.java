package dev.inkan.gate.policy;

import static dev.inkan.gate.policy.shape.Field.notYet;
import static dev.inkan.gate.policy.shape.Field.optional;
import static dev.inkan.gate.policy.shape.Field.required;

import dev.inkan.gate.policy.PolicyDocument.Defaults;
import dev.inkan.gate.policy.PolicyDocument.Metadata;
import dev.inkan.gate.policy.PolicyDocument.RuleText;
import dev.inkan.gate.policy.PolicyDocument.Who;
import dev.inkan.gate.policy.shape.As;
import dev.inkan.gate.policy.shape.Choice;
import dev.inkan.gate.policy.shape.Field;
import dev.inkan.gate.policy.shape.Fields;
import dev.inkan.gate.policy.shape.ListOf;
import dev.inkan.gate.policy.shape.Located;
import dev.inkan.gate.policy.shape.NameOr;
import dev.inkan.gate.policy.shape.OneOf;
import dev.inkan.gate.policy.shape.Shape;
import dev.inkan.gate.policy.shape.TableOf;
import dev.inkan.gate.policy.shape.Text;
import dev.inkan.gate.policy.shape.Time;
import dev.inkan.gate.policy.shape.Whole;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The policy language, declared once: every name that may stand in the file, where, and what may stand under it. */
final class PolicyShape {
  private static final int MAX_ENTRIES = 1000;

  private static final Text ID =
      new Text(
          "a name",
          Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?"),
          "write 1 to 63 lower-case letters, digits, '.' and '-', with a letter or digit first and last");

  private static final Field<Located<String>> NAME = required("name", ID, "a name for reports");
  private static final Field<Located<Integer>> VERSION =
      optional("version", new Whole(1, Integer.MAX_VALUE), "which version of the text this is");
  private static final Field<Located<Instant>> EXPIRES =
      optional("expires", new Time(), "from when on the policy is void");
  private static final Fields<Metadata> METADATA =
      new Fields<>(
          "metadata",
          List.of(
              NAME,
              VERSION,
              EXPIRES,
              notYet("description", "what it is for"),
              notYet("owner", "whom to ask"),
              notYet("importedFrom", "what it was translated from")),
          values -> new Metadata(values.get(NAME), values.find(VERSION), values.find(EXPIRES)));

  private static final Field<Located<String>> NO_MATCH =
      optional("noMatch", Choice.of("deny", "warn", "allow"), "what becomes of an image that no rule matches");
  private static final Fields<Defaults> DEFAULTS =
      new Fields<>(
          "defaults",
          List.of(
              NO_MATCH,
              notYet("mode", "what a door does with a no"),
              notYet("platforms", "which children of an index count"),
              notYet("clockSkew", "how far clocks may differ"),
              notYet("timeout", "how long to look"),
              notYet("decisionTtl", "how long a decision may be kept")),
          values -> new Defaults(values.find(NO_MATCH)));

  private static final Field<Located<String>> KEY =
      required("key", Text.any("the public key's file"), "the public key's file");
  private static final Fields<Located<String>> COSIGN =
      new Fields<>(
          "cosign",
          List.of(
              KEY,
              notYet("keys", "a ring of keys"),
              notYet("trustRoot", "who vouches for certificates"),
              notYet("issuer", "who knows the identity"),
              notYet("issuerRegex", "who knows the identity"),
              notYet("subject", "the identity"),
              notYet("subjectRegex", "the identity"),
              notYet("claims", "what else the certificate says"),
              notYet("transparencyLog", "whether a log entry is asked for"),
              notYet("timestamp", "whether a timestamp is asked for"),
              notYet("identity", "what name the payload must have")),
          values -> values.get(KEY));
  private static final OneOf<Located<String>> SIGNER =
      new OneOf<>(
          "a signer",
          List.of(
              required("cosign", COSIGN, "a key or identity of Sigstore"),
              notYet("notation", "an X.509 identity of the Notary Project"),
              notYet("gpg", "an OpenPGP key ring")));

  private static final Shape<Who> WHO = new NameOr<>(ID, Who.Name::new, PolicyShape::tree);
  private static final ListOf<Who> WHOM = new ListOf<>("a list of signers", WHO, MAX_ENTRIES);
  private static final Field<Located<Integer>> COUNT =
      required("count", new Whole(1, MAX_ENTRIES), "how many of them");
  private static final Field<Located<List<Who>>> OF = required("of", WHOM, "of whom");
  private static final Fields<Who> AT_LEAST =
      new Fields<>("atLeast", List.of(COUNT, OF), values -> new Who.AtLeast(values.get(COUNT), values.get(OF)));

  private static final Field<Who> SIGNATURES = required("signatures", WHO, "whose signature is needed");
  private static final Fields<Who> REQUIRE =
      new Fields<>(
          "require",
          List.of(
              SIGNATURES,
              notYet("provenance", "where it was built"),
              notYet("vulnerabilities", "what a scan may find"),
              notYet("sbom", "what is in it"),
              notYet("image", "how it is made"),
              notYet("base", "what it is built on"),
              notYet("summary", "what another verifier found"),
              notYet("attestations", "other statements"),
              notYet("assert", "expressions that must hold")),
          values -> values.get(SIGNATURES));

  private static final Field<Located<List<Located<String>>>> IMAGES =
      required(
          "images",
          new ListOf<>("a list of image patterns", Text.any("an image pattern"), MAX_ENTRIES),
          "which images the rule is about");
  private static final Fields<Located<List<Located<String>>>> MATCH =
      new Fields<>(
          "match",
          List.of(
              IMAGES,
              notYet("except", "which of them it is not about"),
              notYet("stages", "at which doors"),
              notYet("namespaces", "in which namespaces"),
              notYet("labels", "with which labels")),
          values -> values.get(IMAGES));

  private static final Field<Located<List<Located<String>>>> MATCHES = required("match", MATCH, "its images");
  private static final Field<Who> REQUIRES = required("require", REQUIRE, "what is asked of them");
  private static final Fields<RuleText> RULE =
      new Fields<>(
          "a rule",
          List.of(
              NAME,
              MATCHES,
              REQUIRES,
              notYet("mode", "what a door does with a no"),
              notYet("from", "since when it applies"),
              notYet("final", "whether later rules are left out"),
              notYet("allow", "why it accepts without checks"),
              notYet("deny", "why it denies")),
          values -> new RuleText(values.get(NAME), values.get(MATCHES), values.get(REQUIRES)));

  private static final Field<Located<String>> API_VERSION =
      required("apiVersion", Choice.of("inkan.dev/v1"), "the version of this language");
  private static final Field<Located<String>> KIND = required("kind", Choice.of("ImagePolicy"), "what the file is");
  private static final Field<Metadata> META = required("metadata", METADATA, "what the policy is called");
  private static final Field<Defaults> DEFAULT = optional("defaults", DEFAULTS, "what holds for all rules");
  private static final Field<List<TableOf.Row<Located<String>>>> SIGNERS =
      optional(
          "signers",
          new TableOf<>("at least one signer, as name: {cosign: {key: FILE}}", ID, SIGNER, MAX_ENTRIES),
          "who may sign");
  private static final Field<Located<List<RuleText>>> RULES =
      required("rules", new ListOf<>("a list of rules", RULE, MAX_ENTRIES), "what is asked of which image");

  /** The whole file. */
  static final Fields<PolicyDocument> POLICY =
      new Fields<>(
          "a policy",
          List.of(
              API_VERSION,
              KIND,
              META,
              DEFAULT,
              SIGNERS,
              RULES,
              notYet("include", "other files"),
              notYet("trustRoots", "who vouches for certificates"),
              notYet("exceptions", "what is let through, and until when"),
              notYet("breakGlass", "who may open the door in an emergency"),
              notYet("revoked", "what is no longer trusted")),
          values ->
              new PolicyDocument(
                  values.get(META),
                  Objects.requireNonNullElse(values.find(DEFAULT), new Defaults(null)),
                  Objects.requireNonNullElse(values.find(SIGNERS), List.of()),
                  values.get(RULES).value()));

  private PolicyShape() {}

  /** Of itself again at the leaves, so it cannot be a constant. */
  private static Shape<Who> tree() {
    return new OneOf<>(
        "a demand",
        List.of(
            required("all", new As<>(WHOM, Who.All::new), "each of them"),
            required("any", new As<>(WHOM, Who.Any::new), "one of them"),
            required("atLeast", AT_LEAST, "a number of them")));
  }
}
