// SPDX-License-Identifier: Apache-2.0
// Which tags demo mode hides. The words are kept as hashes so that the source does not spell them out
// (docs/decisions/0814); a tag is hidden when one of its words is among them.
const HASHES = new Set(
  `
  001rlio 004b81b 00lc3lx 00n7k1v 00nbqzi 01b3jfu 01gwxv0 01vtswo 02004fv 02cfxdl 02hsnd2 03zjagx 0528909
  05yom4n 06475sl 06a2kfz 06bftnl 06ihw0r 06kw50h 06s4fgs 07s97o8 08ajjeo 08j3209 08lpilm 08q8k0g 08rfp16
  09chorx 09cniv8 09l2rjm 0a8qmnp 0bczhcq 0bkuxbs 0bnvb0f 0brtuq5 0c9ulch 0cu0jk9 0cus1b9 0dby7q4 0dikqxq
  0dmu7sw 0e8zyog 0e91xab 0ed0v6s 0eqat46 0eqyc6t 0ewv9zh 0fh4qxy 0fi25hm 0fi5q46 0fw0bdx 0hczuw7 0htcmv1
  0i091c0 0idvuwz 0io2faw 0ivwrkk 0j4j5hw 0j5xj4n 0j86eqf 0jnaw1a 0jto2cf 0k1004w 0l6a85g 0llvo7s 0m0cjbu
  0m1fgcn 0mbg6m9 0mqhidl 0mrmald 0n9oq0m 0ncgeqa 0ngd4e0 0o5pdfr 0ohocw3 0p6ghqj 0pbhlmq 0qt861r 0qusyl6
  0r99x2d 0rsqeb9 0ryqn9k 0s31e38 0sj5aik 0snnsxc 0susqjs 0t3v1op 0t8oshx 0t9kdqr 0u74m7v 0uo7j1p 0vgo3le
  0vi8muy 0vl42v9 0vm4ncj 0vxn48a 0vy81mf 0w523fq 0wfwdob 0wlqldx 0wphd59 0wporek 0xrk70q 0xxkpxd 0ykn8e7
  0yq39o4 0z4446r 0z75u5u 0zgp8sh 0zjdq4w 0zk9ty6 0zoniap 0zpgo8q 10fu3y6 10t1apw 10w411u 10xihbf 11a37hg
  11c5roe 11nrdnh 120hcjv 122v6pi 12b2ooq 12puiis 139yxdt 13kvcww 13thoz9 13ukwqt 141oxyt 1457wh4 147f3e8
  14h2hz8 14h9oi0 14j5fiz 15mz6y3 15njgzq 15vdto0 16dnyit 16ics0w 16o23jy 16uayj8 17554m3 179vnl6 18eofv6
  18f92hz 18n9w2s 18xisii 18ynru9 19zph9c 1a6eaj9 1a9pv5o 1aa0xqj 1atws4c 1awsnmh 1b9ei9x 1binbgb 1c89t59
  1cnrk16 1dgkyk4 1esczzy 1ewyjyb 1fe2xht 1fhzz46 1frp2cz 1g332mj 1g4wmwe 1g735l2 1g9hacc 1gfi247 1grg6qi
  1h73fzk 1hyxyxg 1imuurv 1it1zef 1j1d1vs 1jasfb6 1jbzpfs 1jtls70 1jw8oij 1k927i0 1ks3thr 1l4p2kb 1ld3dlm
  1m6xsyg 1mazmcr 1mb5nmv 1mtzxqz 1mvwv91 1mx9o9x 1nmn41y 1npkzk5 1o2jgop 1o2vvao 1ob5fz3 1ou5m08 1pcg33z
  1pkrp85 1ps55si 1qfzpdj 1qpx6sh 1r0q734 1ru6nju 1rxztxs 1ry26ve 1sbj2fn 1sgxqhn 1snrtdf 1t7cbmx 1tkp539
  1tuoqs8 1ull9h3 1v2clde 1v2swu6 1vhn6s4 1w8bn8t 1wj8uw1 1wqvgzk 1wu89xg 1wuhlyc 1wz0yt0 1x5a14t 1xc82eh
  1xgfg8p 1xvmuu4 1xymkfd 1xzclq4 1y4nspw 1yjgybl
`
    .trim()
    .split(/\s+/),
);

/** FNV-1a, 32 bits, of the word's UTF-8. */
export function wordHash(word: string): string {
  let hash = 2166136261;
  for (const byte of new TextEncoder().encode(word)) hash = Math.imul(hash ^ byte, 16777619) >>> 0;
  return hash.toString(36).padStart(7, '0');
}

/** `own`: words that the user wants hidden as well, in lower case. */
export function isExplicit(name: string, own: ReadonlySet<string>): boolean {
  const words = name
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter(Boolean);
  return words.some((word) => own.has(word) || HASHES.has(wordHash(word)));
}
