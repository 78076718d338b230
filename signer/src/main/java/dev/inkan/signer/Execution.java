package dev.inkan.signer;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import dev.inkan.signer.publish.Artifact;
import dev.inkan.signer.publish.FamilyPublisher;
import dev.inkan.signer.publish.Publisher;
import java.util.ArrayList;
import java.util.List;

/** Does what was planned. */
final class Execution {
  private final Publisher publisher;
  private final FamilyPublisher families;

  Execution(RegistryReader reader, RegistryWriter writer) {
    this.publisher = new Publisher(reader, writer);
    this.families = new FamilyPublisher(reader, writer);
  }

  List<Signed> carryOut(Repository repository, List<Plan> plans) throws RegistryException {
    var signed = new ArrayList<Signed>();
    for (Plan plan : plans) {
      signed.add(carryOut(repository, plan));
    }
    return signed;
  }

  Signed carryOut(Repository repository, Plan plan) throws RegistryException {
    var subject = new ByDigest(repository, plan.subject());
    return switch (plan) {
      case Plan.Write write -> new Signed.Published(
          write.format(),
          plan.subject(),
          write.manifest().digest(),
          publisher.publish(subject, new Artifact(write.manifest(), write.bundle()), write.apiOffered()));
      case Plan.Append append -> {
        FamilyPublisher.Published published =
            families.append(subject, append.family(), append.layer(), append.payload());
        yield new Signed.Published(append.format(), plan.subject(), published.manifest(), published.place());
      }
      case Plan.Mend mend -> {
        publisher.list(subject, mend.manifest(), true);
        yield new Signed.AlreadyThere(mend.format(), plan.subject(), mend.manifest().digest(), true);
      }
      case Plan.Nothing nothing ->
          new Signed.AlreadyThere(nothing.format(), plan.subject(), nothing.artifact(), false);
    };
  }
}
