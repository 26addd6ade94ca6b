// SPDX-License-Identifier: Apache-2.0
#include "jtp/output/xmp_document.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace jtp {
namespace {

using Items = std::vector<std::string>;
using test::expect_error;

const XmpListField& subject() { return xmp_tag_fields()[0]; }
const XmpListField& hierarchy() { return xmp_tag_fields()[1]; }

// A sidecar of another program: other prefixes, further properties, two descriptions, a comment.
constexpr std::string_view kForeign =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
    "<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    " <!-- mine -->\n"
    " <r:Description r:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:Rating=\"4\" "
    "xmp:Label=\"a &lt; b &amp; &quot;c&quot;\"/>\n"
    " <r:Description r:about=\"\" xmlns:d=\"http://purl.org/dc/elements/1.1/\">\n"
    "  <d:subject><r:Bag><r:li>fox &amp; hound</r:li><r:li>my own</r:li></r:Bag></d:subject>\n"
    "  <d:description><r:Alt><r:li xml:lang=\"x-default\">caf\xC3\xA9</r:li></r:Alt></d:description>\n"
    " </r:Description>\n"
    "</r:RDF>\n"
    "</x:xmpmeta>\n"
    "<?xpacket end=\"w\"?>\n";

TEST(XmpDocument, IsWrittenAsItWasRead) { EXPECT_EQ(XmpDocument(kForeign).text(), kForeign); }

TEST(XmpDocument, ListsAreFoundUnderAnyPrefix) {
  XmpDocument document(kForeign);
  EXPECT_EQ(document.items(subject()), (Items{"fox & hound", "my own"}));
  document.append(subject(), Items{"wolf"});
  document.erase(subject(), Items{"my own"});
  EXPECT_EQ(XmpDocument(document.text()).items(subject()), (Items{"fox & hound", "wolf"}));
}

TEST(XmpDocument, AddingAndRemovingLeavesTheRestUnchanged) {
  XmpDocument document(kForeign);
  document.append(subject(), Items{"wolf", "male/female", "<3", "\"'&"});
  EXPECT_NE(document.text(), kForeign);
  EXPECT_EQ(XmpDocument(document.text()).items(subject()),
            (Items{"fox & hound", "my own", "wolf", "male/female", "<3", "\"'&"}));
  document.append(hierarchy(), Items{"AI|wolf"});
  document.erase(hierarchy(), Items{"AI|wolf"});
  EXPECT_EQ(document.items(hierarchy()), Items());
  EXPECT_NE(document.text().find("caf\xC3\xA9"), std::string::npos);
  EXPECT_NE(document.text().find("xmp:Rating=\"4\""), std::string::npos);
  EXPECT_NE(document.text().find("<!-- mine -->"), std::string::npos);
}

TEST(XmpDocument, AMissingFieldIsCreatedWithItsNameSpace) {
  XmpDocument document(kForeign);
  document.append(hierarchy(), Items{"wolf"});
  EXPECT_NE(document.text().find("<lr:hierarchicalSubject xmlns:lr=\"http://ns.adobe.com/lightroom/1.0/\">"),
            std::string::npos)
      << document.text();
  EXPECT_EQ(XmpDocument(document.text()).items(hierarchy()), Items{"wolf"});
}

TEST(XmpDocument, ANewDocumentHasTheThreeFields) {
  XmpDocument document;
  for (const XmpListField& field : xmp_tag_fields()) document.append(field, Items{"wolf", "red fur"});
  EXPECT_EQ(document.text(), R"(<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="jtp">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:digiKam="http://www.digikam.org/ns/1.0/">
   <dc:subject>
    <rdf:Bag>
     <rdf:li>wolf</rdf:li>
     <rdf:li>red fur</rdf:li>
    </rdf:Bag>
   </dc:subject>
   <lr:hierarchicalSubject>
    <rdf:Bag>
     <rdf:li>wolf</rdf:li>
     <rdf:li>red fur</rdf:li>
    </rdf:Bag>
   </lr:hierarchicalSubject>
   <digiKam:TagsList>
    <rdf:Seq>
     <rdf:li>wolf</rdf:li>
     <rdf:li>red fur</rdf:li>
    </rdf:Seq>
   </digiKam:TagsList>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
)");
}

TEST(XmpDocument, RefusesOtherFiles) {
  expect_error(ErrorKind::kInvalidInput, "not XML", [] { XmpDocument("wolf, fox"); });
  expect_error(ErrorKind::kInvalidInput, "not XML", [] { XmpDocument("<a><b></a>"); });
  expect_error(ErrorKind::kInvalidInput, "not XML", [] { XmpDocument(""); });
  expect_error(ErrorKind::kInvalidInput, "rdf:RDF is missing", [] { XmpDocument("<a/>"); });
  expect_error(ErrorKind::kInvalidInput, "dc:subject must be a list", [] {
    XmpDocument(R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
      xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject>wolf</dc:subject></rdf:Description></rdf:RDF>)");
  });
}

TEST(XmpDocument, RefusesEntities) {
  expect_error(ErrorKind::kInvalidInput, "has a DOCTYPE", [] {
    XmpDocument(
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">&b;</rdf:RDF>");
  });
}

TEST(XmpDocument, DeepNestingUsesNoStack) {
  constexpr int kDepth = 100000;
  std::string deep;
  for (int i = 0; i < kDepth; ++i) deep += "<a>";
  deep += "x";
  for (int i = 0; i < kDepth; ++i) deep += "</a>";
  std::string text(kForeign);
  text.insert(text.find("<r:li>fox"), "<r:li>" + deep + "</r:li>" + deep);
  XmpDocument document(text);
  document.append(subject(), Items{"wolf"});
  document.erase(subject(), document.items(subject()));
  EXPECT_NE(document.text().find(deep), std::string::npos);
}

TEST(XmpDocument, UnusualEncodingsBecomeUtf8) {
  XmpDocument document(
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rdf:RDF "
      "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:subject><rdf:Bag><rdf:li>caf\xE9</rdf:li></rdf:Bag>"
      "</dc:subject></rdf:Description></rdf:RDF>");
  EXPECT_EQ(document.items(subject()), Items{"caf\xC3\xA9"});
  EXPECT_NE(document.text().find("encoding=\"UTF-8\""), std::string::npos);
}

TEST(XmpDocument, CharactersThatXmlForbidsAreReplaced) {
  XmpDocument document;
  document.append(subject(), Items{"a\x01z\xEF\xBF\xBF"});
  EXPECT_EQ(XmpDocument(document.text()).items(subject()), Items{"a\xEF\xBF\xBDz\xEF\xBF\xBD"});
}

}  // namespace
}  // namespace jtp
