import java.io.File;
import java.util.StringJoiner;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Prints what veraPDF finds: java Validate.java PROFILES FILE..., a line for each file and profile, with tabs between
 * file, profile, number of checks, and each rule that failed.
 */
class Validate {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int at = 1; at < arguments.length; at++) {
            for (String name : arguments[0].split(",")) {
                System.out.println(arguments[at] + "\t" + name + "\t" + validated(arguments[at], name));
            }
        }
    }

    private static String validated(String file, String name) throws Exception {
        PDFAFlavour profile = PDFAFlavour.byFlavourId(name);
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), profile)) {
            ValidationResult found = Foundries.defaultInstance().createValidator(profile, false).validate(parser);
            StringJoiner line = new StringJoiner("\t");
            line.add(Integer.toString(found.getTotalAssertions()));
            for (RuleId rule : found.getFailedChecks().keySet()) {
                line.add(rule.getSpecification().getId() + " " + rule.getClause() + "-" + rule.getTestNumber());
            }
            return line.toString();
        }
    }
}
