// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdio>
// <cstdio> must come before jpeglib.h, which uses FILE without declaring it.
#include <jerror.h>
#include <jpeglib.h>

#include <memory>
#include <vector>

#include "jtp/base/error.h"
#include "jtp/image/decode_formats.h"
#include "jtp/image/pixel.h"

namespace jtp {
namespace {

// More progressive scans than encoders write (some 10; optimisers up to 20). Each scan is a pass over all
// coefficients, so without a limit a small file could take hours.
constexpr int kMaxScans = 100;

struct Reader {
  Reader() {
    cinfo.err = jpeg_std_error(&errors);
    cinfo.client_data = this;
    errors.error_exit = [](j_common_ptr info) { give_up(*static_cast<Reader*>(info->client_data)); };
    errors.emit_message = on_message;
    errors.output_message = [](j_common_ptr) {};
    progress.progress_monitor = on_progress;
  }
  ~Reader() { jpeg_destroy_decompress(&cinfo); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[noreturn]] static void give_up(Reader& reader) {
    auto* info = reinterpret_cast<j_common_ptr>(&reader.cinfo);
    reader.errors.format_message(info, reader.message.data());
    std::longjmp(reader.jump, 1);
  }

  // libjpeg repairs what it can and continues with a warning, and so does Pillow. The exception is a
  // premature end of the data, where libjpeg would invent an end-of-image marker.
  static void on_message(j_common_ptr info, int level) {
    if (level < 0 && info->err->msg_code == JWRN_JPEG_EOF) give_up(*static_cast<Reader*>(info->client_data));
  }

  static void on_progress(j_common_ptr info) {
    auto& reader = *static_cast<Reader*>(info->client_data);
    if (reader.cinfo.input_scan_number <= kMaxScans) return;
    std::snprintf(reader.message.data(), reader.message.size(), "more than %d scans", kMaxScans);
    std::longjmp(reader.jump, 1);
  }

  jpeg_decompress_struct cinfo{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf jump{};
  std::array<char, JMSG_LENGTH_MAX> message{};
};

bool read_header(Reader& reader, std::span<const std::byte> bytes) {
  if (setjmp(reader.jump) != 0) return false;
  jpeg_create_decompress(&reader.cinfo);
  reader.cinfo.progress = &reader.progress;
  jpeg_mem_src(&reader.cinfo, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&reader.cinfo, TRUE);
  return true;
}

// The divisor of both sides: a power of two for which libjpeg-turbo has fast code.
unsigned reduction_of(const jpeg_decompress_struct& cinfo, const DecodeOptions& options) {
  unsigned divisor = 1;
  if (!options.fast_decode) return divisor;
  const JDIMENSION longest = std::max(cinfo.image_width, cinfo.image_height);
  while (divisor < 8 && longest / (2 * divisor) >= unsigned{kFastDecodeSide}) divisor *= 2;
  return divisor;
}

bool start_decoder(Reader& reader, unsigned reduction) {
  if (setjmp(reader.jump) != 0) return false;
  reader.cinfo.out_color_space = reader.cinfo.num_components == 4 ? JCS_CMYK : JCS_EXT_RGBA;
  reader.cinfo.scale_num = 1;
  reader.cinfo.scale_denom = reduction;
  jpeg_start_decompress(&reader.cinfo);
  return true;
}

// Four bytes per pixel: R, G, B, 255 or, for four components, C, M, Y, K as stored. Reading the last row also
// checks what follows it.
bool read_row(Reader& reader, std::uint8_t* row) {
  if (setjmp(reader.jump) != 0) return false;
  jpeg_read_scanlines(&reader.cinfo, &row, 1);
  if (reader.cinfo.output_scanline == reader.cinfo.output_height) jpeg_finish_decompress(&reader.cinfo);
  return true;
}

// All four samples are treated as inverted, as Adobe's programs store them, with or without a marker.
void convert_inverted_cmyk(std::span<std::uint8_t> row) {
  for (std::size_t i = 0; i < row.size(); i += 4) {
    std::uint8_t* p = &row[i];
    const auto ink = [p](int channel) { return static_cast<std::uint8_t>(255 - p[channel]); };
    const Rgba pixel = cmyk_to_rgba(ink(0), ink(1), ink(2), ink(3));
    std::copy(pixel.begin(), pixel.end(), p);
  }
}

class JpegRows {
 public:
  JpegRows(std::span<const std::byte> bytes, const DecodeOptions& options) {
    check(read_header(reader_, bytes));
    const int components = reader_.cinfo.num_components;
    if (components != 1 && components != 3 && components != 4) {
      fail(ErrorKind::kUnsupported, "JPEG: {} colour components; 1, 3 or 4 are supported", components);
    }
    check_size(reader_.cinfo.image_width, reader_.cinfo.image_height, options.max_pixels);
    check(start_decoder(reader_, reduction_of(reader_.cinfo, options)));
    row_.resize(std::size_t{4} * reader_.cinfo.output_width);
  }

  int width() const { return static_cast<int>(reader_.cinfo.output_width); }
  int height() const { return static_cast<int>(reader_.cinfo.output_height); }
  FullSize full_size() const {
    return {static_cast<int>(reader_.cinfo.image_width), static_cast<int>(reader_.cinfo.image_height)};
  }

  std::span<const std::uint8_t> next() {
    check(read_row(reader_, row_.data()));
    if (reader_.cinfo.num_components == 4) convert_inverted_cmyk(row_);
    return row_;
  }

 private:
  void check(bool done) const {
    if (!done) fail(ErrorKind::kInvalidInput, "JPEG: {}", reader_.message.data());
  }

  Reader reader_;
  std::vector<std::uint8_t> row_;
};

}  // namespace

RowSource open_jpeg(std::span<const std::byte> bytes, const DecodeOptions& options) {
  const auto rows = std::make_shared<JpegRows>(bytes, options);
  RowSource source = {rows->width(), rows->height(), Opacity::kOpaque, [rows] { return rows->next(); }};
  const FullSize full = rows->full_size();
  if (full.width != source.width || full.height != source.height) source.reduced_from = full;
  return source;
}

}  // namespace jtp
