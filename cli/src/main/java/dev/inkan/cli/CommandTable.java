package dev.inkan.cli;

import dev.inkan.cli.command.AttachCommand;
import dev.inkan.cli.command.Command;
import dev.inkan.cli.command.CompletionCommand;
import dev.inkan.cli.command.CopyCommand;
import dev.inkan.cli.command.EnvCommand;
import dev.inkan.cli.command.InspectCommand;
import dev.inkan.cli.command.KeyGenerateCommand;
import dev.inkan.cli.command.KeyPublicCommand;
import dev.inkan.cli.command.LoginCommand;
import dev.inkan.cli.command.LogoutCommand;
import dev.inkan.cli.command.PolicyCheckCommand;
import dev.inkan.cli.command.PromoteCommand;
import dev.inkan.cli.command.QuickstartCommand;
import dev.inkan.cli.command.RegistryServeCommand;
import dev.inkan.cli.command.SignCommand;
import dev.inkan.cli.command.VerifyBundleCommand;
import dev.inkan.cli.command.VerifyCommand;
import dev.inkan.cli.command.VersionCommand;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.surroundings.Surroundings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** All commands by name. A command is made only when it is the chosen one. */
final class CommandTable {

  /** A command's whole name and what it does, in a few words. */
  record Entry(String name, String summary, Supplier<Command> command) {
    boolean isIn(String group) {
      return name.startsWith(group + " ");
    }
  }

  /** Names that a later version gives a meaning. */
  private static final Set<String> PLANNED = Set.of(
      "attest", "sign-bundle", "serve", "audit", "audit-log",
      "node-verifier", "policy test", "policy explain", "policy import", "policy diff", "policy schema", "key import",
      "key passwd", "trust", "registry doctor", "registry repair", "who-can-see");

  private final List<Entry> entries;

  CommandTable(Surroundings surroundings) {
    entries = List.of(
        new Entry(
            "quickstart",
            "walk through signing, verifying and promoting, on a registry of its own",
            () -> new QuickstartCommand(surroundings, (other, words) -> new Program(other).run(words))),
        new Entry(
            "sign", "make signatures and publish them beside the images", () -> new SignCommand(surroundings)),
        new Entry(
            "attach", "publish a signature that was made elsewhere", () -> new AttachCommand(surroundings)),
        new Entry(
            "verify", "decide whether images may be used, and say why", () -> new VerifyCommand(surroundings)),
        new Entry(
            "verify-bundle",
            "decide whether a Sigstore bundle proves who signed a file",
            () -> new VerifyBundleCommand(surroundings)),
        new Entry(
            "copy", "copy images with all that hangs on them; decides nothing", () -> new CopyCommand(surroundings)),
        new Entry(
            "promote",
            "verify, copy, verify again where it arrived, tag last",
            () -> new PromoteCommand(surroundings)),
        new Entry(
            "inspect",
            "show an image and all that hangs on it; decide nothing",
            () -> new InspectCommand(surroundings)),
        new Entry("login", "log in to a registry, and keep the login as docker does", () -> new LoginCommand(surroundings)),
        new Entry("logout", "forget the login of a registry", () -> new LogoutCommand(surroundings)),
        new Entry("env", "show what a run would use: files, credentials, variables", () -> new EnvCommand(surroundings)),
        new Entry("key generate", "make a key pair", () -> new KeyGenerateCommand(surroundings)),
        new Entry("key public", "print the public half of a private key", () -> new KeyPublicCommand(surroundings)),
        new Entry(
            "policy check",
            "read a policy and say what is wrong with it",
            () -> new PolicyCheckCommand(surroundings)),
        new Entry(
            "registry serve",
            "serve an empty registry, in memory, for trying things out",
            () -> new RegistryServeCommand(surroundings)),
        new Entry(
            "completion",
            "print a script that lets a shell complete what is typed",
            () -> new CompletionCommand(this::usages)),
        new Entry("version", "print the version", VersionCommand::new));
  }

  List<Entry> entries() {
    return entries;
  }

  private List<Usage> usages() {
    return entries.stream().map(entry -> entry.command().get().usage()).toList();
  }

  /** The command of that whole name. */
  Optional<Entry> find(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** The commands whose name starts with that word and goes on. */
  List<Entry> group(String word) {
    return entries.stream().filter(entry -> entry.isIn(word)).toList();
  }

  static boolean isPlanned(String name) {
    return PLANNED.contains(name);
  }
}
