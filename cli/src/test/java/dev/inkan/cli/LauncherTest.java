package dev.inkan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, {@code ./inkan}, on a made-up machine. */
class LauncherTest {
  private static final Map<String, String> NOTHING = Map.of();

  private Checkout checkout;

  @BeforeEach
  void setUp(@TempDir Path folder) throws IOException {
    checkout = new Checkout(folder);
  }

  @Test
  void a25IsPreferredWhereverItIs() throws Exception {
    Path java22 = checkout.jdk("java-22", "22.0.1");
    checkout.jdk("jvm/a-23", "23");
    checkout.jdk("jvm/b-25", "25.0.3");
    checkout.jdk("jvm/c-26", "26");
    assertEquals("25.0.3", checkout.run(Map.of("JAVA_HOME", java22.toString())).version());
  }

  @Test
  void withoutA25JavaHomeComesBeforeTheUsualPlaces() throws Exception {
    Path java22 = checkout.jdk("java-22", "22.0.1");
    checkout.jdk("jvm/a-23", "23-ea");
    assertEquals("22.0.1", checkout.run(Map.of("JAVA_HOME", java22.toString())).version());
    assertEquals("23-ea", checkout.run(NOTHING).version());
  }

  @Test
  void theJavaOnThePathIsFollowedThroughItsLinks() throws Exception {
    Path java21 = checkout.jdk("some where/java-21", "21.0.2");
    Path alternatives = checkout.machine.resolve("alternatives");
    Files.createSymbolicLink(alternatives, java21.resolve("bin/java"));
    Files.createSymbolicLink(checkout.machine.resolve("bin/java"), Path.of("../alternatives"));
    assertEquals("21.0.2", checkout.run(NOTHING).version());
  }

  @Test
  void oneInTheUsersFolderIsFound() throws Exception {
    checkout.jdk("home/.sdkman/candidates/java/25.0.1-tem", "25.0.1");
    assertEquals("25.0.1", checkout.run(NOTHING).version());
  }

  @Test
  void inkanJavaHomeDecides() throws Exception {
    Path java21 = checkout.jdk("java-21", "21");
    checkout.jdk("jvm/b-25", "25.0.3");
    assertEquals("21", checkout.run(Map.of("INKAN_JAVA_HOME", java21.toString())).version());
  }

  @Test
  void anUnusableInkanJavaHomeIsSaidAndNotReplaced() throws Exception {
    Path java17 = checkout.jdk("java-17", "17.0.15");
    checkout.jdk("jvm/b-25", "25.0.3");
    for (String home : List.of(java17.toString(), "/nowhere")) {
      var run = checkout.run(Map.of("INKAN_JAVA_HOME", home));
      assertEquals(2, run.exit());
      assertEquals("", run.out());
      assertTrue(run.err().startsWith("inkan: INKAN_JAVA_HOME=" + home + " is not a JDK 21 or newer. "), run.err());
      assertEquals(1, run.err().lines().count());
    }
  }

  @Test
  void withoutAJdkOneSentenceSaysWhatToInstall() throws Exception {
    Path java17 = checkout.jdk("jvm/java-17", "17.0.15");
    checkout.jdk("jvm/java-8", "1.8.0_412");
    Path runtimeOnly = checkout.jdk("jvm/jre-25", "25");
    Files.delete(runtimeOnly.resolve("bin/javac"));
    var run = checkout.run(Map.of("JAVA_HOME", java17.toString()));
    assertEquals(2, run.exit());
    assertTrue(run.err().startsWith("inkan: no JDK 21 or newer was found"), run.err());
    assertTrue(run.err().contains("Install JDK 25"), run.err());
    assertEquals(1, run.err().lines().count());
    assertEquals(0, checkout.mavenRuns());
  }

  @Test
  void argumentsArriveExactly() throws Exception {
    checkout.jdk("jvm/b-25", "25");
    var run = checkout.run(NOTHING, "sign", "", "a b", "$HOME", "*", "-a", "k='\"v\\", "--");
    assertEquals(List.of("<sign>", "<>", "<a b>", "<$HOME>", "<*>", "<-a>", "<k='\"v\\>", "<-->"), run.words());
  }

  @Test
  void itWorksFromAnyFolderAndThroughLinks() throws Exception {
    checkout.jdk("jvm/b-25", "25");
    Path elsewhere = Files.createDirectories(checkout.machine.resolve("else where"));
    Files.createSymbolicLink(elsewhere.resolve("one"), Path.of("../a check out/inkan"));
    Files.createSymbolicLink(elsewhere.resolve("two"), elsewhere.resolve("one"));
    for (String command : List.of("./two", "../a check out/inkan", elsewhere.resolve("one").toString())) {
      var run = Checkout.finish(checkout.start(elsewhere, NOTHING, command, "version"));
      assertEquals(List.of("<version>"), run.words(), run.err());
    }
    var run = Checkout.finish(checkout.start(checkout.root, NOTHING, "sh", "inkan", "version"));
    assertEquals(List.of("<version>"), run.words(), run.err());
  }

  @Test
  void itBuildsOnceWithOneLineOfProgress() throws Exception {
    checkout.jdk("jvm/b-25", "25");
    var first = checkout.run(NOTHING, "version");
    assertTrue(first.err().matches("inkan: building from source, .* \\.\\.\\. done in [0-9]+ s\n"), first.err());
    assertFalse(first.out().contains("Maven"), first.out());
    assertEquals("", checkout.run(NOTHING, "version").err());
    assertEquals(1, checkout.mavenRuns());
  }

  /** The archive of loaded classes is used by the JDK that made it, and by no other. */
  @Test
  void anArchiveOfClassesIsMadeOnceAndIsForItsOwnJdk() throws Exception {
    String archives = "for word in \"$@\"; do case $word in -XX:ArchiveClassesAtExit=*) "
        + "echo archive >\"${word#*=}\" ;; esac; done";
    Path own = checkout.jdk("java-25", "25", archives);
    Path other = checkout.jdk("java-21", "21", archives);
    var first = checkout.run(Map.of("INKAN_JAVA_HOME", own.toString()), "version");
    assertTrue(first.out().contains("<-XX:SharedArchiveFile="), first.out());
    assertTrue(first.out().contains("<-Xlog:disable>"), first.out());
    assertFalse(first.out().contains("ArchiveClassesAtExit"), first.out());
    assertEquals(List.of("<version>"), first.words());
    var foreign = checkout.run(Map.of("INKAN_JAVA_HOME", other.toString()), "version");
    assertFalse(foreign.out().contains("SharedArchiveFile"), foreign.out());
    assertEquals(List.of("<version>"), foreign.words());
  }

  /** The first compiler starts fastest, and hashes gigabytes slowest. */
  @Test
  void whatCarriesContentHasEveryCompiler() throws Exception {
    checkout.jdk("jvm/b-25", "25");
    assertTrue(checkout.run(NOTHING, "verify", "copy").out().contains("<-XX:TieredStopAtLevel=1>"));
    for (String command : List.of("copy", "promote")) {
      assertFalse(checkout.run(NOTHING, command).out().contains("TieredStopAtLevel"), command);
    }
  }

  @Test
  void withoutAnArchiveItStartsAllTheSame() throws Exception {
    checkout.jdk("jvm/b-25", "25", "case \" $* \" in *ArchiveClassesAtExit*) exit 1 ;; esac");
    var run = checkout.run(NOTHING, "version");
    assertEquals(0, run.exit(), run.err());
    assertFalse(run.out().contains("SharedArchiveFile"), run.out());
    assertEquals(List.of("<version>"), run.words());
  }

  @Test
  void aNewerSourceIsBuilt() throws Exception {
    checkout.jdk("jvm/b-25", "25");
    for (String file : List.of("cli/src/main/A.java", "cli/pom.xml", "pom.xml")) {
      assertEquals(0, checkout.run(NOTHING).exit());
      long before = checkout.mavenRuns();
      checkout.touch(file);
      assertEquals(0, checkout.run(NOTHING).exit());
      assertEquals(before + 1, checkout.mavenRuns(), file);
      Files.setLastModifiedTime(
          checkout.root.resolve(file), Files.getLastModifiedTime(checkout.root.resolve("inkan")));
    }
  }

  @Test
  void aSourceThatWasSavedDuringTheBuildIsBuiltTheNextTime() throws Exception {
    checkout.jdk("jvm/b-25", "25");
    checkout.mavenDoes("sleep 0.05; echo >>\"$ROOT/cli/src/main/A.java\"");
    assertEquals(0, checkout.run(NOTHING).exit());
    checkout.mavenDoes("");
    assertEquals(0, checkout.run(NOTHING).exit());
    assertEquals(2, checkout.mavenRuns());
  }

  @Test
  void whatRunsIsACopyThatTheNextBuildDoesNotTouch() throws Exception {
    checkout.jdk("jvm/b-25", "25");
    String first = classPath(checkout.run(NOTHING));
    checkout.touch("pom.xml");
    String second = classPath(checkout.run(NOTHING));
    assertFalse(first.equals(second));
    assertTrue(Files.exists(Path.of(first)), "the build before may still be running");
  }

  private static String classPath(Checkout.Run run) {
    List<String> lines = run.out().lines().toList();
    String jar = lines.get(lines.indexOf("<-cp>") + 1);
    return jar.substring(1, jar.length() - 1);
  }

  @Test
  void aBrokenBuildShowsTheEndOfItsLogAndWhereItIs() throws Exception {
    checkout.jdk("jvm/b-25", "25");
    checkout.mavenDoes("echo 'ERROR: a semicolon is missing'; exit 1");
    for (int attempt = 1; attempt <= 2; attempt++) {
      var run = checkout.run(NOTHING, "version");
      assertEquals(2, run.exit());
      assertEquals("", run.out());
      assertTrue(run.err().contains("ERROR: a semicolon is missing\n"), run.err());
      assertTrue(run.err().contains("the whole log is in "), run.err());
      assertEquals(attempt, checkout.mavenRuns());
    }
    checkout.mavenDoes("");
    assertEquals(0, checkout.run(NOTHING, "version").exit());
  }

  @Test
  void withoutMavenOneSentenceSaysWhatToInstall() throws Exception {
    checkout.jdk("jvm/b-25", "25");
    Files.delete(checkout.maven);
    var run = checkout.run(NOTHING, "version");
    assertEquals(2, run.exit());
    assertTrue(run.err().startsWith("inkan: there is no mvn on PATH"), run.err());
    assertEquals(1, run.err().lines().count());
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    checkout.jdk("jvm/b-25", "25");
    checkout.mavenDoes("while [ ! -e \"$MACHINE/go\" ]; do sleep 0.02; done");
    String launcher = checkout.root.resolve("inkan").toString();
    Process first = checkout.start(checkout.machine, NOTHING, launcher, "first");
    assertTrue(firstCharacters(first).startsWith("inkan: building"));
    Process second = checkout.start(checkout.machine, NOTHING, launcher, "second");
    assertEquals("inkan: waiting for another inkan to finish building", line(second));
    Files.writeString(checkout.machine.resolve("go"), "");
    assertEquals(List.of("<first>"), Checkout.finish(first).words());
    assertEquals(List.of("<second>"), Checkout.finish(second).words());
    assertEquals(1, checkout.mavenRuns());
  }

  @Test
  void aLockWhoseOwnerIsDeadIsTaken() throws Exception {
    checkout.jdk("jvm/b-25", "25");
    Files.createDirectories(checkout.root.resolve("cli/target/inkan"));
    Files.createSymbolicLink(checkout.root.resolve("cli/target/inkan/lock"), Path.of("999999999"));
    assertEquals(0, checkout.run(NOTHING, "version").exit());
    assertEquals(1, checkout.mavenRuns());
  }

  @Test
  void aBuildThatIsInterruptedLeavesNoLock() throws Exception {
    checkout.jdk("jvm/b-25", "25");
    checkout.mavenDoes("exec sleep 100");
    Process process = checkout.start(checkout.machine, NOTHING, checkout.root.resolve("inkan").toString(), "version");
    assertTrue(firstCharacters(process).startsWith("inkan: building"));
    while (checkout.mavenRuns() == 0) {
      Thread.onSpinWait();
    }
    ProcessHandle maven = process.descendants().reduce((before, last) -> last).orElseThrow();
    process.destroy();
    assertEquals(143, process.waitFor());
    maven.onExit().join();
    assertFalse(Files.isSymbolicLink(checkout.root.resolve("cli/target/inkan/lock")));
  }

  @Test
  void theProgramsExitCodeIsTheLaunchers() throws Exception {
    checkout.jdk("jvm/b-25", "25", "exit 70");
    assertEquals(70, checkout.run(NOTHING).exit());
  }

  @Test
  void theLauncherBecomesTheProgramSoThatSignalsReachIt() throws Exception {
    checkout.jdk("jvm/b-25", "25", "echo $$; kill -TERM $$");
    Process process = checkout.start(checkout.machine, NOTHING, checkout.root.resolve("inkan").toString());
    var run = Checkout.finish(process);
    assertEquals(143, run.exit());
    assertEquals(String.valueOf(process.pid()), run.out().lines().toList().getLast());
  }

  private static String firstCharacters(Process process) throws IOException {
    var start = new byte[15];
    int read = process.getErrorStream().readNBytes(start, 0, start.length);
    return new String(start, 0, read, UTF_8);
  }

  private static String line(Process process) throws IOException {
    var text = new StringBuilder();
    for (int c = process.getErrorStream().read(); c >= 0 && c != '\n'; c = process.getErrorStream().read()) {
      text.append((char) c);
    }
    return text.toString();
  }
}
