package dev.inkan.registry.fault;

import java.util.List;

/**
 * What well-known registries do otherwise than the specification says, as far as a client can see it and somebody has
 * met it; everything else of them is the embedded registry's. Sources are in the research notes, section 1.2.5.
 */
public enum Quirk {
  /** GitHub: no referrers API; its path is a 303 to a page for people. */
  GHCR(
      Fault.withoutHeader(On.manifests(), "OCI-Subject"),
      Fault.redirect(On.referrers(), 303, "https://github.com/-/v2/packages/container/package/app")),

  /** Amazon ECR: a PATCH is answered with 201, two thousand tags at a time are an error. */
  ECR(
      Fault.changed(On.uploads().and(On.method("PATCH")), answer -> answer.status(201)),
      Fault.status(400, On.path("/v2/.+/tags/list\\?(.*&)?n=([2-9][0-9]{3}|[1-9][0-9]{4,}).*"))),

  /** Amazon ECR Public: whatever part of a layer was sent, it says that it has the first ten megabytes. */
  ECR_PUBLIC(
      Fault.changed(
          On.uploads().and(On.method("PATCH")), answer -> answer.status(201).header("Range", "0-10485759"))),

  /** Azure: nobody is let in without a token, not even to look. */
  ACR(Fault.tokenLogin("", "")),

  /** Google: only a ping is answered with a challenge; a real request gets a bare 401. */
  GAR(
      Fault.changed(
          (method, path) -> !On.ping().matches(method, path),
          answer -> answer.status() == 401 ? answer.without("WWW-Authenticate") : answer),
      Fault.tokenLogin("", "")),

  /** Docker Hub: every manifest says how many more may be pulled; nothing is mounted. */
  DOCKER_HUB(
      Fault.header(On.manifests(), "ratelimit-limit", "100;w=21600"),
      Fault.header(On.manifests(), "ratelimit-remaining", "99;w=21600"),
      Fault.asking(
          "mounts nothing",
          On.method("POST").and(On.uploads()),
          path -> path.replaceFirst("\\?.*", "")),
      Fault.tokenLogin("", "")),

  /** Harbor: it sets cookies, and a HEAD says another length than a GET. */
  HARBOR(
      Fault.header(On.everything(), "Set-Cookie", "sid=of-harbor; Path=/; HttpOnly"),
      Fault.changed(
          On.manifests().and(On.method("HEAD")), answer -> answer.header("Content-Length", "4242"))),

  /** Quay: a mount must say from where. */
  QUAY(Fault.status(
      400, On.method("POST").and((method, path) -> path.contains("mount=") && !path.contains("from=")))),

  /** GitLab: the fallback tag of an image is the image itself, until somebody writes to it; no referrers API. */
  GITLAB(
      Fault.withoutHeader(On.manifests(), "OCI-Subject"),
      Fault.status(404, On.referrers()),
      Fault.elsewhereIfMissing(
          "the fallback tag is the image",
          On.reads().and(On.path("/v2/.+/manifests/sha256-[0-9a-f]{64}")),
          path -> path.replace("/manifests/sha256-", "/manifests/sha256:"))),

  /** Artifactory: a manifest that is not there is forbidden (403). */
  ARTIFACTORY(Fault.changed(
      On.reads().and(On.manifests()), answer -> answer.status() == 404 ? answer.status(403) : answer)),

  /** Nexus: no referrers API, nothing conditional, no part of a blob. */
  NEXUS(
      Fault.withoutHeader(On.manifests(), "OCI-Subject"),
      Fault.status(404, On.referrers()),
      Fault.ignoring(On.everything(), "If-Match"),
      Fault.ignoring(On.everything(), "If-None-Match"),
      Fault.ignoring(On.blobs(), "Range")),

  /** Alibaba: what it has of an upload is said of the last piece, not of the whole. */
  ALIYUN(Fault.changed(On.uploads().and(On.method("PATCH")), answer -> answer.header("Range", "0-1048575"))),

  /** The first registry of all, 2.x: no referrers API, nothing conditional, manifests for whoever names their type. */
  DISTRIBUTION_2(
      Fault.withoutHeader(On.manifests(), "OCI-Subject"),
      Fault.status(404, On.referrers()),
      Fault.ignoring(On.everything(), "If-Match"),
      Fault.ignoring(On.everything(), "If-None-Match"),
      Fault.strictAccept(),
      Fault.status(400, On.method("DELETE").and(On.path("/v2/.+/manifests/[^:]+"))));

  /** None of them keeps anything. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Fault> faults;

  Quirk(Fault... faults) {
    this.faults = List.of(faults);
  }

  /** What a {@link FaultPlan} is to have, the outermost first. */
  public List<Fault> faults() {
    return faults;
  }
}
