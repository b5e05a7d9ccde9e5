#include "ui/canvas/tools/eraser_tool.h"
#include "ui/canvas/tools/eyedropper_tool.h"
#include "ui/canvas/tools/frame_tool.h"
#include "ui/canvas/tools/lasso_tool.h"
#include "ui/canvas/tools/mask_brush_tool.h"
#include "ui/canvas/tools/move_tool.h"
#include "ui/canvas/tools/paint_tool.h"
#include "ui/canvas/tools/pan_tool.h"
#include "ui/canvas/tools/pentimento_tool.h"
#include "ui/canvas/tools/shape_tool.h"
#include "ui/canvas/tools/smart_select_tool.h"
#include "ui/canvas/tools/zoom_tool.h"

namespace pentimento {

std::unique_ptr<Tool> makeTool(ToolId id, const ToolContext& context) {
  switch (id) {
    case ToolId::MaskBrush:
      return std::make_unique<MaskBrushTool>(context);
    case ToolId::Eraser:
      return std::make_unique<EraserTool>(context);
    case ToolId::Lasso:
      return std::make_unique<LassoTool>(context);
    case ToolId::Shapes:
      return std::make_unique<ShapeTool>(context);
    case ToolId::SmartSelect:
      return std::make_unique<SmartSelectTool>(context);
    case ToolId::Frame:
      return std::make_unique<FrameTool>(context);
    case ToolId::Pentimento:
      return std::make_unique<PentimentoTool>(context);
    case ToolId::Paint:
      return std::make_unique<PaintTool>(context);
    case ToolId::Eyedropper:
      return std::make_unique<EyedropperTool>(context);
    case ToolId::Pan:
      return std::make_unique<PanTool>(context);
    case ToolId::Zoom:
      return std::make_unique<ZoomTool>(context);
    case ToolId::Move:
      return std::make_unique<MoveTool>(context);
  }
  return nullptr;
}

}  // namespace pentimento
