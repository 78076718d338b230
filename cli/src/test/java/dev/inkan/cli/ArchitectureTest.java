package dev.inkan.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The walls of docs/architecture.md, by their numbers, over every module. */
class ArchitectureTest {
  private static final String OURS = "dev.inkan..";
  private static final String REGISTRY = "dev.inkan.registry..";
  private static final String CONTENT = "dev.inkan.registry.content";
  private static final String ENVELOPE = "dev.inkan.envelope..";
  private static final String SIGNER = "dev.inkan.signer..";
  private static final String VERIFIER = "dev.inkan.verifier..";
  private static final String GATE = "dev.inkan.gate..";
  private static final String CLI = "dev.inkan.cli..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(ArchitectureTest::isNoTest).importPackages("dev.inkan");

  private static boolean isNoTest(Location location) {
    return !location.contains("/test-classes/") && !location.contains("-tests.jar");
  }

  @Test
  void everyModuleIsLookedAt() {
    for (String module : Set.of("registry", "envelope", "signer", "verifier", "gate", "cli")) {
      long classes = CLASSES.stream()
          .filter(each -> each.getPackageName().startsWith("dev.inkan." + module))
          .filter(each -> !each.getSimpleName().equals("package-info"))
          .count();
      assertTrue(classes > 9, () -> "no classes of " + module + " were found");
    }
    assertTrue(CLASSES.stream().noneMatch(each -> each.getSimpleName().endsWith("Test")), "tests are looked at, too");
  }

  @Test
  void rule1PackagesFormNoCycle() {
    slices().matching("dev.inkan.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void rule2TheRegistryClientKnowsNoOtherModule() {
    noClasses()
        .that()
        .resideInAPackage(REGISTRY)
        .should()
        .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage(REGISTRY))))
        .check(CLASSES);
  }

  @Test
  void tomlIsReadWhereMirrorsAreNamedAndNowhereElse() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.inkan.registry.mirror")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.tomlj..")
        .check(CLASSES);
  }

  @Test
  void rule3EnvelopesKnowContentOnlyAndDoNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAPackage(ENVELOPE)
        .should()
        .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(ENVELOPE, CONTENT))))
        .orShould()
        .dependOnClassesThat(doesInputOrOutput())
        .check(CLASSES);
  }

  @Test
  void rule4TheCoreKnowsContentAndNamesOnlyAndDoesNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.inkan.verifier.check..",
            "dev.inkan.verifier.sigstore..",
            "dev.inkan.verifier.trust..",
            "dev.inkan.gate.policy..",
            "dev.inkan.gate.decision..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(REGISTRY).and(not(resideInAnyPackage(CONTENT, "dev.inkan.registry.reference"))))
        .orShould()
        .dependOnClassesThat(doesInputOrOutput())
        .check(CLASSES);
  }

  @Test
  void rule5SignerAndVerifierKnowNeitherEachOtherNorTheGate() {
    noClasses()
        .that()
        .resideInAPackage(SIGNER)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(VERIFIER, GATE)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(VERIFIER)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SIGNER, GATE)
        .check(CLASSES);
  }

  @Test
  void rule6TheGateKnowsClaimsButNoFormatAndNoSigner() {
    noClasses()
        .that()
        .resideInAPackage(GATE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(SIGNER)
        .orShould()
        .dependOnClassesThat(resideInAPackage(ENVELOPE).and(not(resideInAPackage("dev.inkan.envelope.claim"))))
        .check(CLASSES);
  }

  @Test
  void rule7PrivateKeysAreNamedOnlyWhereTheySign() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.inkan.signer.key..", "dev.inkan.registry.http..")
        .should()
        .dependOnClassesThat(namesAPrivateKey())
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.inkan.registry.http..", "dev.inkan.registry.server..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("javax\\.net\\.ssl\\.(X509)?(Extended)?KeyManager.*|java\\.security\\.KeyStore.*")
        .check(CLASSES);
  }

  @Test
  void rule8TheWallClockIsReadOnlyInTheCommandLineAndTheServer() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CLI)
        .and()
        .doNotHaveFullyQualifiedName("dev.inkan.registry.server.RegistryServer")
        .should()
        .accessTargetWhere(readsTheWallClock())
        .check(CLASSES);
  }

  @Test
  void rule9TheHttpClientIsKnownOnlyToTheRegistryTransport() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.inkan.registry.http..", "dev.inkan.registry.auth..")
        .and()
        // It hands on to the server behind it, and connects to nobody else.
        .doNotHaveFullyQualifiedName("dev.inkan.registry.server.Door")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("okhttp3..", "okio..", "java.net.http..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.net\\.(URL|.*URLConnection|Socket)")
        .check(CLASSES);
  }

  /** A bomb that nobody unpacks does no harm (docs/misbehaviours.md 12). The quickstart packs its own image. */
  @Test
  void nothingIsUnpacked() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.util\\.(zip\\.(Inflater|GZIPInput|Zip|Checked).*|jar\\..*)")
        .check(CLASSES);
  }

  @Test
  void rule10TheProcessBelongsToTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CLI)
        .should()
        .accessTargetWhere(touchesTheProcess())
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("picocli..", CLI)
        .check(CLASSES);
  }

  @Test
  void rule11AnInterfacesPackageNeverNamesItsImplementation() {
    ArchRuleDefinition.classes()
        .that()
        .areInterfaces()
        .and()
        .arePublic()
        .should(notBeImplementedByNameInTheirPackage())
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> doesInputOrOutput() {
    return DescribedPredicate.describe(
        "do input or output",
        each -> each.getPackageName().startsWith("java.net")
            || each.getPackageName().startsWith("java.nio.file")
            || each.getPackageName().startsWith("java.nio.channels")
            || each.getName().matches("java\\.io\\.(File|RandomAccess|Print|Console).*"));
  }

  private static DescribedPredicate<JavaClass> namesAPrivateKey() {
    return DescribedPredicate.describe(
        "name a private key",
        each -> each.getName().matches("java(x)?\\.(security|crypto)\\..*(PrivateKey|PrivateCrtKey|KeyPair).*")
            || each.getName().matches("java\\.security\\.(interfaces|spec)\\..*(PKCS8|Private).*")
            || each.getName().matches("org\\.bouncycastle\\..*(PrivateKey|KeyPair).*"));
  }

  private static DescribedPredicate<JavaAccess<?>> readsTheWallClock() {
    return DescribedPredicate.describe("reads the wall clock", access -> {
      String owner = access.getTargetOwner().getName();
      String name = access.getTarget().getName();
      return (owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system")
              || name.startsWith("tick")))
          || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
          || (owner.equals("java.util.Date") && name.equals("<init>"))
          || (owner.equals("java.util.Calendar") && name.equals("getInstance"));
    });
  }

  private static DescribedPredicate<JavaAccess<?>> touchesTheProcess() {
    return DescribedPredicate.describe("touches the process", access -> {
      String owner = access.getTargetOwner().getName();
      String name = access.getTarget().getName();
      return (owner.equals("java.lang.System")
              && Set.of("exit", "out", "err", "in", "getenv", "console", "setOut", "setErr").contains(name))
          || (owner.equals("java.lang.Runtime") && Set.of("exit", "halt", "addShutdownHook").contains(name))
          || (owner.equals("java.lang.Throwable") && name.equals("printStackTrace"));
    });
  }

  /**
   * A sealed interface's records stand in its own file and are its values, and what only its own package can see is
   * nobody's composition; every other implementation is named elsewhere.
   */
  private static ArchCondition<JavaClass> notBeImplementedByNameInTheirPackage() {
    return new ArchCondition<>("not be implemented by name in their own package") {
      @Override
      public void check(JavaClass face, ConditionEvents events) {
        face.getAllSubclasses().stream()
            .filter(each -> !each.isAnonymousClass() && !each.isInterface())
            .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC)
                || !each.getPackageName().equals(face.getPackageName()))
            .filter(each -> !face.reflect().isSealed())
            .flatMap(each -> each.getDirectDependenciesToSelf().stream())
            .filter(use -> use.getOriginClass().getPackageName().equals(face.getPackageName()))
            .filter(use -> !topLevel(use.getOriginClass()).equals(topLevel(use.getTargetClass())))
            .forEach(use -> events.add(SimpleConditionEvent.violated(face, use.getDescription())));
      }
    };
  }

  private static JavaClass topLevel(JavaClass each) {
    return each.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(each);
  }
}
