// SPDX-License-Identifier: Apache-2.0
#include "jtp/image/encode_jpeg.h"

#include <array>
#include <csetjmp>
#include <cstdint>
#include <cstdio>
// <cstdio> must come before jpeglib.h, which uses FILE without declaring it.
#include <jerror.h>
#include <jpeglib.h>

#include <span>

#include "jtp/base/error.h"

namespace jtp {
namespace {

// Writes into memory of the caller; libjpeg's jpeg_mem_dest() would allocate with malloc.
struct Writer {
  explicit Writer(std::span<std::byte> out) {
    cinfo.err = jpeg_std_error(&errors);
    cinfo.client_data = this;
    errors.error_exit = [](j_common_ptr info) {
      auto& writer = *static_cast<Writer*>(info->client_data);
      writer.errors.format_message(info, writer.message.data());
      std::longjmp(writer.jump, 1);
    };
    errors.output_message = [](j_common_ptr) {};
    destination.next_output_byte = reinterpret_cast<JOCTET*>(out.data());
    destination.free_in_buffer = out.size();
    destination.init_destination = [](j_compress_ptr) {};
    destination.term_destination = [](j_compress_ptr) {};
    destination.empty_output_buffer = [](j_compress_ptr info) -> boolean {
      ERREXIT(info, JERR_BUFFER_SIZE);
      return FALSE;
    };
  }
  ~Writer() { jpeg_destroy_compress(&cinfo); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  jpeg_compress_struct cinfo{};
  jpeg_error_mgr errors{};
  jpeg_destination_mgr destination{};
  std::jmp_buf jump{};
  std::array<char, JMSG_LENGTH_MAX> message{};
};

// `rgb`: height * width * 3 bytes.
bool write(Writer& writer, const Image& image, std::uint8_t* rgb, int quality) {
  if (setjmp(writer.jump) != 0) return false;
  jpeg_create_compress(&writer.cinfo);
  writer.cinfo.dest = &writer.destination;
  writer.cinfo.image_width = static_cast<JDIMENSION>(image.width);
  writer.cinfo.image_height = static_cast<JDIMENSION>(image.height);
  writer.cinfo.input_components = 3;
  writer.cinfo.in_color_space = JCS_RGB;
  jpeg_set_defaults(&writer.cinfo);
  jpeg_set_quality(&writer.cinfo, quality, TRUE);
  jpeg_start_compress(&writer.cinfo, TRUE);
  for (; writer.cinfo.next_scanline < writer.cinfo.image_height; rgb += 3 * std::ptrdiff_t{image.width})
    jpeg_write_scanlines(&writer.cinfo, &rgb, 1);
  jpeg_finish_compress(&writer.cinfo);
  return true;
}

std::vector<std::uint8_t> over_grey(const Image& image) {
  std::vector<std::uint8_t> rgb;
  rgb.reserve(image.rgba.size() / 4 * 3);
  for (std::size_t i = 0; i < image.rgba.size(); i += 4) {
    const unsigned alpha = image.rgba[i + 3];
    // Computed with twice the colour, because 50 % grey is 127.5; rounded half up.
    for (std::size_t c = 0; c < 3; ++c) {
      const unsigned twice = 2 * image.rgba[i + c] * alpha + (255 - alpha) * 255;
      rgb.push_back(static_cast<std::uint8_t>((twice + 255) / 510));
    }
  }
  return rgb;
}

// Three bytes per pixel of whole 16 x 16 blocks, plus headers: the bound that libjpeg-turbo's tjBufSize()
// gives for 4:2:0.
std::size_t largest_size(const Image& image) {
  const auto padded = [](int length) { return (static_cast<std::size_t>(length) + 15) / 16 * 16; };
  return padded(image.width) * padded(image.height) * 3 + 2048;
}

}  // namespace

std::vector<std::byte> encode_jpeg(const Image& image, int quality) {
  std::vector<std::uint8_t> rgb = over_grey(image);
  std::vector<std::byte> bytes(largest_size(image));
  Writer writer(bytes);
  if (!write(writer, image, rgb.data(), quality)) {
    fail(ErrorKind::kInternal, "encode_jpeg: {} x {} pixels: {}", image.width, image.height,
         writer.message.data());
  }
  bytes.resize(bytes.size() - writer.destination.free_in_buffer);
  return bytes;
}

}  // namespace jtp
