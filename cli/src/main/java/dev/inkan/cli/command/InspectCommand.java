package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.inspect.Gathering;
import dev.inkan.cli.inspect.Inspection;
import dev.inkan.cli.inspect.InspectionJson;
import dev.inkan.cli.inspect.InspectionText;
import dev.inkan.cli.registry.AnyRegistry;
import dev.inkan.cli.registry.Images;
import dev.inkan.cli.registry.RegistryFlags;
import dev.inkan.cli.registry.SpokenRegistry;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.reference.Reference;
import java.util.List;

/** {@code inkan inspect}. */
public final class InspectCommand implements Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final Flag OUTPUT =
      Flag.of("--output", "FORM", "text or json (default text)").oneOf(List.of(TEXT, JSON));

  private final Surroundings surroundings;

  public InspectCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan inspect",
        "show an image, its platforms, and all that hangs on them; decide nothing",
        "IMAGE",
        1,
        1,
        List.of(new Usage.Section("Flags", List.of(OUTPUT)), RegistryFlags.SECTION),
        List.of(
            "inkan inspect registry.example.com/app:v1",
            "inkan inspect oci:build/image:v1",
            "inkan inspect --output json registry.example.com/app@sha256:..."),
        List.of(
            "No signature is checked: what is shown is what somebody put there. inkan verify decides. Ages are what a "
                + "manifest claims. An orphan is listed, but is not there, or is about something else.",
            "Exit codes: 0 everything was looked at, whatever it is; 1 no such image, bytes that contradict their "
                + "digest, or a bound was hit; 2 unusable input; 3 something could not be read (the rest is shown all "
                + "the same): retry later."));
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    String output = arguments.choice(OUTPUT);
    var layouts = new LayoutRegistry(surroundings.directory());
    Reference image = Images.parse(arguments.parameters(), layouts).getFirst();
    try (AnyRegistry any = AnyRegistry.open(RegistryFlags.read(arguments, surroundings, terminal), layouts)) {
      Inspection inspection = Gathering.of(new SpokenRegistry<>(any, terminal), Formats.READ, image);
      if (output.equals(JSON)) {
        terminal.document(InspectionJson.of(inspection));
      } else {
        InspectionText.lines(inspection, surroundings.clock().instant()).forEach(terminal::result);
      }
      return inspection.outcome();
    } catch (RegistryException e) {
      throw Images.failure(e);
    }
  }
}
