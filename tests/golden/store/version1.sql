-- A store of version 1 with one picture, as the program of that version left it (PROVENANCE.md).
CREATE TABLE picture (
  id INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32));

CREATE TABLE file (
  path TEXT PRIMARY KEY NOT NULL,
  picture INTEGER NOT NULL REFERENCES picture,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX file_by_picture ON file (picture);

CREATE TABLE model (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  num_tags INTEGER NOT NULL);

CREATE TABLE tag (
  model INTEGER NOT NULL REFERENCES model,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  PRIMARY KEY (model, position)) WITHOUT ROWID;
CREATE INDEX tag_by_name ON tag (name);

CREATE TABLE scorer (
  id INTEGER PRIMARY KEY,
  model INTEGER NOT NULL REFERENCES model,
  precision TEXT NOT NULL,
  decoding TEXT NOT NULL,
  UNIQUE (model, precision, decoding));

CREATE TABLE result (
  id INTEGER PRIMARY KEY,
  scorer INTEGER NOT NULL REFERENCES scorer,
  picture INTEGER NOT NULL REFERENCES picture,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  scores BLOB NOT NULL,
  all_scores BLOB,
  UNIQUE (scorer, picture));
CREATE INDEX result_by_picture ON result (picture);

CREATE TABLE entry (number INTEGER PRIMARY KEY);
CREATE TABLE byte (all_values BLOB NOT NULL);

CREATE VIEW pictures AS
SELECT file.path AS file, lower(hex(picture.sha256)) AS sha256, result.width, result.height,
       model.name AS model, scorer.precision, scorer.decoding
FROM file
JOIN picture ON picture.id = file.picture
JOIN result ON result.picture = picture.id
JOIN scorer ON scorer.id = result.scorer
JOIN model ON model.id = scorer.model;

CREATE VIEW tags AS
SELECT file.path AS file, tag.name AS tag, tag.category,
       ((instr(byte.all_values, substr(result.scores, 6 * entry.number + 3, 1)) - 1) * 16777216
        + (instr(byte.all_values, substr(result.scores, 6 * entry.number + 4, 1)) - 1) * 65536
        + (instr(byte.all_values, substr(result.scores, 6 * entry.number + 5, 1)) - 1) * 256
        + (instr(byte.all_values, substr(result.scores, 6 * entry.number + 6, 1)) - 1)) / 2147483648.0
         AS score,
       model.name AS model, scorer.precision, scorer.decoding
FROM byte
JOIN file
JOIN result ON result.picture = file.picture
JOIN scorer ON scorer.id = result.scorer
JOIN model ON model.id = scorer.model
JOIN entry ON entry.number < length(result.scores) / 6
JOIN tag ON tag.model = model.id
  AND tag.position = (instr(byte.all_values, substr(result.scores, 6 * entry.number + 1, 1)) - 1) * 256
                     + (instr(byte.all_values, substr(result.scores, 6 * entry.number + 2, 1)) - 1);

INSERT INTO byte VALUES (x'000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9FA0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDFE0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF');
INSERT INTO entry VALUES (0), (1);
INSERT INTO model VALUES (1, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'toy', 2);
INSERT INTO tag VALUES (1, 0, 'wolf', 'species'), (1, 1, 'red_fur', 'general');
INSERT INTO scorer VALUES (1, 1, 'f32', '');
INSERT INTO picture VALUES (1, x'0000000000000000000000000000000000000000000000000000000000000007');
INSERT INTO file VALUES ('/pictures/wolf.png', 1, 1000, 1000000000);
INSERT INTO result VALUES (1, 1, 1, 640, 480, x'000040000000000120000000', NULL);
PRAGMA application_id = 1786015859;
PRAGMA user_version = 1;
