package dev.sluice.publish;

import dev.sluice.convert.ConvertedFile;
import dev.sluice.dump.DumpFile;
import dev.sluice.sort.Part;
import dev.sluice.step.Cores;
import dev.sluice.step.Json;
import dev.sluice.step.RunningSteps;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepReport;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Waits for everything of a run, writes the manifest and, if nothing failed and nothing is missing,
 * {@code _SUCCESS}: gives the text of the manifest. The reports hold at least one element, that of
 * the listing, so that this happens in every run.
 */
public final class PublishDump extends PTransform<PCollectionTuple, PCollection<String>> {
  public static final TupleTag<DumpFile> FILES = new TupleTag<>("files");
  public static final TupleTag<ConvertedFile> CONVERTED = new TupleTag<>("converted");
  public static final TupleTag<Part> PARTS = new TupleTag<>("parts");
  public static final TupleTag<StepReport> REPORTS = new TupleTag<>("reports");

  private static final long serialVersionUID = 1;

  private final PublishRequest request;
  private final StepEnvironment environment;

  private PublishDump(PublishRequest request, StepEnvironment environment) {
    this.request = request;
    this.environment = environment;
  }

  public static PublishDump to(PublishRequest request, StepEnvironment environment) {
    return new PublishDump(request, environment);
  }

  @Override
  public PCollection<String> expand(PCollectionTuple input) {
    return KeyedPCollectionTuple.of(FILES, keyed(input.get(FILES), "Files"))
        .and(CONVERTED, keyed(input.get(CONVERTED), "Converted"))
        .and(PARTS, keyed(input.get(PARTS), "Parts"))
        .and(REPORTS, keyed(input.get(REPORTS), "Reports"))
        .apply("Gather", CoGroupByKey.create())
        .apply("Write", ParDo.of(new PublishFn(Json.text(request), environment)))
        .setCoder(StringUtf8Coder.of());
  }

  private <T> PCollection<KV<String, T>> keyed(PCollection<T> values, String label) {
    return values.apply(
        label, WithKeys.<String, T>of(request.run()).withKeyType(TypeDescriptors.strings()));
  }

  private static final class PublishFn extends DoFn<KV<String, CoGbkResult>, String> {
    private static final long serialVersionUID = 1;

    private final String request;
    private final StepEnvironment environment;

    PublishFn(String request, StepEnvironment environment) {
      this.request = request;
      this.environment = environment;
    }

    @ProcessElement
    public void process(@Element KV<String, CoGbkResult> run, OutputReceiver<String> out)
        throws IOException, InterruptedException {
      RunningSteps running = RunningSteps.of(environment.run());
      running.begin();
      try {
        out.output(Json.text(publish(run.getValue())));
      } finally {
        running.end();
      }
    }

    private Manifest publish(CoGbkResult results) throws IOException {
      PublishRequest publishRequest = Json.value(request, PublishRequest.class);
      Gathered gathered =
          new Gathered(
              list(results.getAll(FILES)),
              list(results.getAll(CONVERTED)),
              list(results.getAll(PARTS)),
              list(results.getAll(REPORTS)));
      Manifest manifest = Manifests.of(publishRequest, gathered, Instant.now());
      Publication publication = Publication.in(environment.storage(), publishRequest.folder());
      publication.report(HtmlReport.of(manifest, gathered.reports(), Cores.COUNT));
      publication.finish(manifest.parts(), manifest, manifest.complete());
      return manifest;
    }

    private static <T> List<T> list(Iterable<T> values) {
      return StreamSupport.stream(values.spliterator(), false).toList();
    }
  }
}
